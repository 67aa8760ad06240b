using PortSentry.Sensor.Config;

namespace PortSentry.Sensor;

/// <summary>Knows the keys whose change waits for the next start.</summary>
internal static class RestartKeys
{
    private static readonly (string Key, Func<SensorOptions, object?> Value)[] Keys =
    [
        ("STATE_DIR", options => options.StateDir),
        ("CONTROL_SOCKET", options => options.ControlSocket),
        ("HISTORY_FILE", options => options.HistoryFile),
        ("BLOCKED_FILE", options => options.BlockedFile),
        ("LOG_FORMAT", options => options.LogFormat),
        ("HISTORY_FORMAT", options => options.HistoryFormat),
        ("RESOLVE_HOST", options => options.ResolveHost),
        ("IPV6_PREFIX", options => options.IPv6Prefix),
        ("BLOCKER", options => string.Join(' ', options.Blockers ?? [])),
        ("ORDER_BLOCKER", options => string.Join(' ', options.OrderBlockers)),
        ("KILL_ROUTE", options => options.KillRoute),
        ("KILL_HOSTS_DENY", options => options.KillHostsDeny),
        ("UNBLOCK_COMMAND", options => options.UnblockCommand),
        ("KILL_RUN_CMD", options => options.KillRunCmd),
        ("KILL_RUN_CMD_FIRST", options => options.KillRunCmdFirst),
        ("TCP_MODE", options => options.Tcp.Mode),
        ("UDP_MODE", options => options.Udp.Mode),
    ];

    /// <summary>The keys that differ, as a person would name them.</summary>
    public static IReadOnlyList<string> Changed(SensorOptions before, SensorOptions after) =>
        [.. Keys.Where(key => !Equals(key.Value(before), key.Value(after))).Select(key => $"{key.Key} takes effect at the next start")];
}
