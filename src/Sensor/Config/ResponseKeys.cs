using PortSentry.Sensor.Block;
using PortSentry.Sensor.Block.Templates;
using static PortSentry.Sensor.Config.ConfigValues;

namespace PortSentry.Sensor.Config;

/// <summary>The keys that say how alarms are answered.</summary>
internal static class ResponseKeys
{
    private const string WithTarget = "a text that names the source as $TARGET$, with both dollar signs, or nothing";
    private static readonly string Blockers = $"{string.Join(' ', BlockerNames.All)}: one or more, each once, parted by blanks";

    public static IEnumerable<ConfigKey> All { get; } =
    [
        Classic("KILL_ROUTE", WithTarget, text => NamesTarget(text) ? new CommandTemplate(text) : null, (o, x) => o with { KillRoute = x }),
        Classic("KILL_HOSTS_DENY", WithTarget, text => NamesTarget(text) ? new HostsDenyTemplate(text) : null, (o, x) => o with { KillHostsDeny = x }),
        Classic("KILL_RUN_CMD", "any command", text => new CommandTemplate(text), (o, x) => o with { KillRunCmd = x }),
        new("KILL_RUN_CMD_FIRST", "0 to run KILL_RUN_CMD after a block, 1 to run it before", (o, text) => Switch(text) is { } first ? o with { KillRunCmdFirst = first } : null) { IsClassic = true },
        Classic("UNBLOCK_COMMAND", WithTarget, text => NamesTarget(text) ? new CommandTemplate(text) : null, (o, x) => o with { UnblockCommand = x }) with { IsClassic = false },
        new("BLOCKER", Blockers, (o, text) => BlockerNames.Parse(text) is { } names ? o with { Blockers = names } : null),
        new("ORDER_BLOCKER", Blockers, (o, text) => BlockerNames.Parse(text) is { } names ? o with { OrderBlockers = names } : null),
    ];

    /// <summary>A key whose empty value means that it is not set.</summary>
    private static ConfigKey Classic<T>(string name, string allowed, Func<string, T?> parse, Func<SensorOptions, T?, SensorOptions> set)
        where T : class => new(name, allowed, (options, text) => text.Trim().Length == 0 ? set(options, null) : parse(text) is { } parsed ? set(options, parsed) : null) { IsClassic = true };

    private static bool NamesTarget(string text) => text.Contains(CommandTemplate.Target, StringComparison.Ordinal);
}
