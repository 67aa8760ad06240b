using System.Text.Json;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host.Interop;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>Reads this host: its sockets and addresses from the kernel, its NAT rules from nftables and iptables, the rest from files.</summary>
public sealed class LinuxHost(TimeProvider time) : IHostReader
{
    private static readonly string[] ResolverPaths = ["/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"];
    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(5);
    private const string LegacyTables = "/proc/net/ip_tables_names";
    private const string LegacyTablesIPv6 = "/proc/net/ip6_tables_names";

    private const string LogindSessions = "/run/systemd/sessions";
    private const string Utmp = "/run/utmp";

    private readonly KernelSockets _sockets = new();
    private readonly CachedFiles<IReadOnlyList<Address>> _resolvers = new(ResolverPaths, NameServers, time);
    private readonly CachedFiles<IReadOnlyList<Address>> _sessions = new([LogindSessions, Utmp], Sessions, time);
    private Nftables? _nftables;

    /// <inheritdoc/>
    public IReadOnlyList<ServicePort>? ReadListeners(Transport transport) => _sockets.ListListeners(transport);

    /// <inheritdoc/>
    public HostAddresses? ReadAddresses()
    {
        try
        {
            return RouteTable.Read();
        }
        catch (SystemCallException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ILookup<Transport, ServicePort>?> ReadPublishedAsync(CancellationToken cancel)
    {
        var published = ReadNftables();
        foreach (var (program, isUsed, ipv4) in SavePrograms())
        {
            if (isUsed && await Programs.TryRunAsync(program, ["-t", "nat"], ProgramPatience, time, cancel).ConfigureAwait(false) is { } save)
                published = [.. published ?? [], .. Of(transport => NatRules.FromIptables(save, ipv4, transport))];
        }

        return published?.Distinct().ToLookup(pair => pair.Transport, pair => pair.Service);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Address>? ReadResolvers() => _resolvers.Read();

    /// <inheritdoc/>
    public IReadOnlyList<Address>? ReadSessions()
    {
        try
        {
            return _sessions.Read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sockets.Dispose();
        _nftables?.Dispose();
    }

    private static IReadOnlyList<Address> NameServers() =>
        [.. ResolverPaths.Select(TryReadText).OfType<string>().SelectMany(ResolverFiles.NameServers)];

    private static IReadOnlyList<Address> Sessions()
    {
        var logind = Directory.Exists(LogindSessions) ? Directory.GetFiles(LogindSessions) : [];
        byte[] utmp = File.Exists(Utmp) ? File.ReadAllBytes(Utmp) : [];
        return [.. logind.Select(TryReadText).OfType<string>().Select(SessionFiles.FromLogind).OfType<Address>(), .. SessionFiles.FromUtmp(utmp)];
    }

    private static IEnumerable<(string Program, bool IsUsed, bool IPv4)> SavePrograms() =>
    [
        ("iptables-nft-save", true, true),
        ("ip6tables-nft-save", true, false),
        // To ask the old iptables would load it into the kernel: only where it is in use.
        ("iptables-legacy-save", UsesLegacyNat(LegacyTables), true),
        ("ip6tables-legacy-save", UsesLegacyNat(LegacyTablesIPv6), false),
    ];

    private static bool UsesLegacyNat(string tables) => TryReadText(tables)?.Split('\n').Contains("nat") ?? false;

    private IReadOnlyList<(Transport Transport, ServicePort Service)>? ReadNftables()
    {
        try
        {
            _nftables ??= new Nftables();
            var ruleset = _nftables.List("list ruleset", withElements: false);
            return [.. Of(transport => NatRules.FromNftables(ruleset, transport))];
        }
        catch (Exception failure) when (failure is NftablesException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A ruleset whose form we do not know: its ports are learned when they answer.
            return null;
        }
    }

    private static IEnumerable<(Transport Transport, ServicePort Service)> Of(Func<Transport, IEnumerable<ServicePort>> published) =>
        Enum.GetValues<Transport>().SelectMany(transport => published(transport).Select(service => (transport, service)));

    private static string? TryReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
