using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Cli;

/// <summary>Turns a missing privilege or library into one sentence that says what is missing and how to get it.</summary>
internal static class Missing
{
    private const string HowToGetPrivileges = "start portsentry as root, or give its unit AmbientCapabilities=CAP_NET_RAW CAP_NET_ADMIN";
    private const string BindService = "CAP_NET_BIND_SERVICE";
    private const int PrivilegedPorts = 1024;

    private static readonly (Capability Capability, string Consequence)[] Needed =
    [
        (Capability.NetAdmin, "CAP_NET_ADMIN is missing, sources cannot be blocked"),
        (Capability.NetRaw, "CAP_NET_RAW is missing, probes cannot be seen"),
    ];

    /// <summary>Names every capability that is missing, before anything has failed for want of it.</summary>
    public static void RequireCapabilities(IEnumerable<ProtocolMode> modes, SensorOptions options)
    {
        var missing = Needed.Where(needed => !Capabilities.Has(needed.Capability)).Select(needed => needed.Consequence).ToList();
        var how = HowToGetPrivileges;
        if (modes.Any(mode => mode.Binds() && options.Watched(mode).ToRanges()[0].First < PrivilegedPorts))
        {
            how = $"{how} {BindService}";
            if (!Capabilities.Has(Capability.NetBindService))
                missing.Add($"{BindService} is missing, ports below {PrivilegedPorts} cannot be bound");
        }

        if (missing.Count > 0)
            throw new StartException(ExitCode.Missing, $"{string.Join("; ", missing)}: {how}");
    }

    public static T Explained<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (Exception failure) when (failure is NftablesException or SystemCallException)
        {
            throw Explain(failure);
        }
    }

    public static async Task ExplainedAsync(Func<Task> start)
    {
        try
        {
            await start().ConfigureAwait(false);
        }
        catch (BlockerException failure)
        {
            throw Explain(failure.InnerException ?? failure);
        }
    }

    /// <summary>Without the list of sockets every service would be a tripwire.</summary>
    public static void RequireSocketList(IEnumerable<ProtocolMode> modes)
    {
        using var sockets = new KernelSockets();
        foreach (var transport in modes.Where(mode => !mode.Binds()).Select(mode => mode.Transport()))
        {
            try
            {
                sockets.Require(transport);
            }
            catch (SystemCallException failure)
            {
                throw new StartException(ExitCode.Missing, $"the kernel does not tell which ports are served ({failure.Message}): load it with modprobe {transport.Name()}_diag", failure);
            }
        }
    }

    private static StartException Explain(Exception failure) => failure switch
    {
        NftablesException { IsMissing: true } =>
            new StartException(ExitCode.Missing, $"{failure.Message}: install it (apt install libnftables1)", failure),
        NftablesException { IsPermission: true } =>
            new StartException(ExitCode.Missing, $"nftables is not permitted: {HowToGetPrivileges}", failure),
        NftablesException =>
            new StartException(ExitCode.Missing, $"nftables does not take our table: {failure.Message}; nft list tables says whether the kernel has it", failure),
        SystemCallException { IsPermission: true } =>
            new StartException(ExitCode.Missing, $"the capture is not permitted: {HowToGetPrivileges}", failure),
        _ => new StartException(ExitCode.Missing, $"the capture cannot be opened: {failure.Message}", failure),
    };
}
