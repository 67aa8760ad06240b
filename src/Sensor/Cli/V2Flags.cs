using System.CommandLine;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary>The flags of portsentry 2.x.</summary>
internal sealed class V2Flags
{
    private const string Syslog = "syslog";
    private const string Stdout = "stdout";

    // Names that 2.x has for sets of interfaces: what leaves the loopback out is all that is ever probed from elsewhere.
    private static readonly string[] AllInterfaces = ["ALL", "ALL_NLO", "any"];

    private readonly Option<bool> _stealth = new("--stealth") { Description = "as portsentry 2.x: watch TCP_PORTS and UDP_PORTS with nothing bound to them" };
    private readonly Option<bool> _connect = new("--connect") { Description = "as portsentry 2.x: listen on TCP_PORTS and UDP_PORTS" };
    private readonly Option<string?> _method = new("-m", "--method") { Description = "taken from 2.x's command lines; the packet ring is used in any case", HelpName = "pcap|raw" };
    private readonly Option<string[]> _interfaces = new("-i", "--interface") { Description = "an interface to watch, once each; ALL, ALL_NLO and any mean all but lo (default: INTERFACES)", HelpName = "IF" };
    private readonly Option<string?> _output = new("-l", "--logoutput") { Description = "where log lines go", HelpName = "stdout|syslog" };
    private readonly Option<bool> _noLocalCheck = new("-L", "--disable-local-check") { Description = "taken from 2.x's command lines; own addresses are never blocked" };
    private readonly Option<bool> _noServiceCheck = new("-S", "--disable-service-check") { Description = "a listed port is a tripwire whether it is served or not: whoever uses that service is blocked" };

    public V2Flags()
    {
        _method.AcceptOnlyFromAmong("pcap", "raw");
        _output.AcceptOnlyFromAmong(Stdout, Syslog);
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_stealth, _connect, _method, _interfaces, _output, _noLocalCheck, _noServiceCheck];

    private Option<bool>[] Switches => [_stealth, _connect, _noLocalCheck, _noServiceCheck];

    /// <summary>What they say besides modes; the classic mode flags given beside them make the dialect 1.2's.</summary>
    public StartFlags Of(ParseResult parsed, bool hasClassicMode)
    {
        if (hasClassicMode && (parsed.GetValue(_stealth) || parsed.GetValue(_connect)))
            throw new StartException(ExitCode.BadUsage, "give the mode flags of portsentry 1.2 or --stealth or --connect, not both");

        var interfaces = parsed.GetValue(_interfaces) ?? [];
        var isAnyGiven = Switches.Any(parsed.GetValue) || parsed.GetValue(_method) is not null || parsed.GetValue(_output) is not null || interfaces.Length > 0;
        return new StartFlags
        {
            Dialect = hasClassicMode ? ConfigDialect.Classic : isAnyGiven ? ConfigDialect.V2 : null,
            Interfaces = interfaces.Length == 0 ? null : interfaces.Any(AllInterfaces.Contains) ? [] : interfaces,
            ServedPortsCount = parsed.GetValue(_noServiceCheck),
            ToSyslog = parsed.GetValue(_output) is { } output ? output == Syslog : null,
        };
    }

    /// <summary>What these flags ask for that is not done, or should not be asked for lightly, and why.</summary>
    public IEnumerable<string> Doubts(ParseResult parsed)
    {
        if (parsed.GetValue(_noServiceCheck))
            yield return "-S: a listed port is a tripwire though it is served; whoever uses that service is blocked";
        if (parsed.GetValue(_noLocalCheck))
            yield return "-L has no effect: this host's own addresses are never blocked";
        if (parsed.GetValue(_method) is not null)
            yield return "-m has no effect: probes are seen through the packet ring, which costs less than either";
    }

    /// <summary>The modes that --stealth or --connect means: those of the protocols whose ports are listed; none when neither was given.</summary>
    public IReadOnlyList<ProtocolMode> Modes(ParseResult parsed, SensorOptions options)
    {
        var (stealth, connect) = (parsed.GetValue(_stealth), parsed.GetValue(_connect));
        if (stealth && connect)
            throw new StartException(ExitCode.BadUsage, "give one of --stealth and --connect, not both");
        if (stealth)
            return Stealth(options);
        return connect ? [.. Listed(options).Select(transport => transport == Transport.Udp ? ProtocolMode.Udp : ProtocolMode.Tcp)] : [];
    }

    /// <summary>2.x's default: stealth on both lists.</summary>
    public static IReadOnlyList<ProtocolMode> Stealth(SensorOptions options) =>
        [.. Listed(options).Select(transport => transport == Transport.Udp ? ProtocolMode.Sudp : ProtocolMode.Stcp)];

    private static IEnumerable<Transport> Listed(SensorOptions options)
    {
        List<Transport> listed = [.. Enum.GetValues<Transport>().Where(transport => options.Of(transport).Ports.Count > 0)];
        // With no list at all the checks say what is missing.
        return listed.Count > 0 ? listed : Enum.GetValues<Transport>();
    }
}
