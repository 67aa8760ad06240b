using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Checks of the keys that say how alarms are answered.</summary>
internal static class ResponseChecks
{
    private static readonly Dictionary<string, (string Program, string Package)> Programs = new()
    {
        [IptablesBlocker.BlockerName] = ("iptables-restore", "iptables"),
        [IpsetBlocker.BlockerName] = ("ipset", "ipset"),
        [RouteBlocker.BlockerName] = ("ip", "iproute2"),
    };

    /// <summary>What is wrong or doubtful about them.</summary>
    public static IEnumerable<ConfigIssue> Of(string file, SensorOptions options, Toolbox tools)
    {
        var used = BlockerNames.Used(options);
        if (used.Contains(CommandBlocker.BlockerName) && options.KillRoute is null)
            yield return Error(file, "BLOCKER or ORDER_BLOCKER names command, and KILL_ROUTE, the command, is missing");
        foreach (var issue in OfRoute(file, options, used).Concat(OfCommands(file, options)).Concat(OfWords(file, options)))
            yield return issue;
        foreach (var name in used)
        {
            if (Programs.TryGetValue(name, out var needs) && tools.Find(needs.Program) is null)
                yield return Warning(file, $"blocker {name} needs {needs.Program}, which is not installed: apt install {needs.Package}");
        }
    }

    private static IEnumerable<ConfigIssue> OfRoute(string file, SensorOptions options, IReadOnlyList<string> used)
    {
        if (options.KillRoute is not { } template)
            yield break;

        var native = KillRoute.Recognise(template);
        if (options.Blockers is not null && !used.Contains(native?.Blocker ?? CommandBlocker.BlockerName) && !used.Contains(CommandBlocker.BlockerName))
            yield return Warning(file, $"KILL_ROUTE has no effect: BLOCKER names what blocks ({string.Join(' ', options.Blockers)})");
        else if (KillRoute.HasPlaceholderGateway(template))
            yield return Warning(file, "KILL_ROUTE leads to the gateway 333.444.555.666, which cannot be: a reject route is made instead");
        else if (native is not null && !used.Contains(CommandBlocker.BlockerName))
            yield return Warning(file, $"KILL_ROUTE is done natively, by blocker {native.Blocker}, for IPv6 as well, and each block ends{(native.LeavesOut is { } left ? $"; left out is {left}" : "")}");
        else
            yield return Warning(file, $"KILL_ROUTE is run as written{(options.UnblockCommand is null ? "; without UNBLOCK_COMMAND such a block does not end" : "")}");
        if (KillRoute.BlocksNetwork(template))
            yield return Warning(file, "KILL_ROUTE blocks a whole network for each source");
        if (used.Contains(RouteBlocker.BlockerName))
            yield return Warning(file, "blocker route keeps answers from a source, not its packets; BLOCKER=\"nftables\" drops those");
    }

    private static IEnumerable<ConfigIssue> OfCommands(string file, SensorOptions options)
    {
        foreach (var transport in Enum.GetValues<Transport>().Where(transport => options.Of(transport).CommandOnly && options.KillRunCmd is null))
            yield return Warning(file, $"BLOCK_{transport.ClassicName()} is 2, to run KILL_RUN_CMD only, and KILL_RUN_CMD is missing: alarms are logged only");
        if (options.KillRunCmdFirst && options.KillRunCmd is null)
            yield return Warning(file, "KILL_RUN_CMD_FIRST has no effect: KILL_RUN_CMD is missing");
    }

    private static IEnumerable<ConfigIssue> OfWords(string file, SensorOptions options)
    {
        (string Key, CommandTemplate? Template)[] templates =
            [("KILL_ROUTE", options.KillRoute), ("KILL_RUN_CMD", options.KillRunCmd), ("UNBLOCK_COMMAND", options.UnblockCommand)];
        foreach (var (key, template) in templates)
        {
            if (template is { HasOpenPlace: true })
                yield return Warning(file, $"{key} has $TARGET, $PORT or $MODE without its final dollar sign: nothing is put in there");
        }
    }

    private static ConfigIssue Error(string file, string message) => new(true, file, 0, message);

    private static ConfigIssue Warning(string file, string message) => new(false, file, 0, message);
}
