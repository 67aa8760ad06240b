using PortSentry.Sensor.Decide;
using static PortSentry.Sensor.Config.ConfigValues;

namespace PortSentry.Sensor.Config;

/// <summary>Every key there is, in one table.</summary>
internal static class ConfigKeys
{
    private const string PortList = "ports 0 to 65535 and ranges a-b, parted by commas";
    private const string Switches = "0 or 1";
    private const string Paths = "an absolute path";
    private const string Durations = "a number with s, m, h or d, such as 90s or 24h, or 0 for ever; at most 3650d";
    private const string PositiveDurations = "a number above 0 with s, m, h or d, such as 90s or 24h; at most 3650d";
    private const string NotYet = "has no effect in this version";

    private static readonly string[] NamesOfLater =
        ["BLOCK_UDP", "RESOLVE_HOST", "KILL_ROUTE", "KILL_HOSTS_DENY", "KILL_RUN_CMD", "KILL_RUN_CMD_FIRST", "PORT_BANNER"];

    public static IReadOnlyDictionary<string, ConfigKey> ByName { get; } =
        Classic().Concat(Later()).Concat(Own()).ToDictionary(key => key.Name, StringComparer.Ordinal);

    private static IEnumerable<ConfigKey> Classic() =>
        new ConfigKey[]
        {
            new("TCP_PORTS", PortList, (o, v) => Ports(v) is { } x ? o with { TcpPorts = x } : null),
            new("UDP_PORTS", PortList, (o, v) => Ports(v) is null ? null : o) { Notice = "UDP is not watched by this version" },
            new("ADVANCED_PORTS_TCP", "a number from 1 to 65536", (o, v) => Number(v, 1, 65536) is { } x ? o with { AdvancedPortsTcp = x } : null),
            new("ADVANCED_PORTS_UDP", "a number from 1 to 65536", (o, v) => Number(v, 1, 65536) is null ? null : o) { Notice = "UDP is not watched by this version" },
            new("ADVANCED_EXCLUDE_TCP", PortList, (o, v) => Ports(v) is { } x ? o with { AdvancedExcludeTcp = x } : null),
            new("ADVANCED_EXCLUDE_UDP", PortList, (o, v) => Ports(v) is null ? null : o) { Notice = "UDP is not watched by this version" },
            new("IGNORE_FILE", Paths, (o, v) => AbsolutePath(v) is { } x ? o with { IgnoreFile = x } : null),
            new("HISTORY_FILE", Paths, (o, v) => AbsolutePath(v) is { } x ? o with { HistoryFile = x } : null),
            new("BLOCKED_FILE", Paths, (o, v) => AbsolutePath(v) is { } x ? o with { BlockedFile = x } : null),
            new("BLOCK_TCP", "0 to log only, 1 to block", (o, v) => Switch(v) is { } x ? o with { BlockTcp = x } : null),
            new("SCAN_TRIGGER", "a number from 0 to 65535", (o, v) => Number(v, 0, 65535) is { } x ? o with { ScanTrigger = x } : null),
        }.Select(key => key with { IsClassic = true });

    private static IEnumerable<ConfigKey> Later() =>
        NamesOfLater.Select(name => new ConfigKey(name, "any text", (o, _) => o)
        {
            IsClassic = true,
            Notice = name.StartsWith("KILL_", StringComparison.Ordinal)
                ? $"{name} {NotYet}: sources are blocked with nftables"
                : $"{name} {NotYet}",
        });

    private static ConfigKey[] Own() =>
    [
        new("TCP_MODE", "stcp or atcp", (o, v) => TcpMode(v) is { } x ? o with { TcpMode = x } : null),
        new("BLOCKER", "nftables", (o, v) => v == "nftables" ? o : null),
        new("BLOCK_DURATION", Durations, (o, v) => Duration(v) is { } x ? o with { BlockDuration = x } : null),
        new("BLOCK_DURATION_UNPROVEN", PositiveDurations, (o, v) => PositiveDuration(v) is { } x ? o with { BlockDurationUnproven = x } : null),
        new("BLOCK_DURATION_MAX", Durations, (o, v) => Duration(v) is { } x ? o with { BlockDurationMax = x } : null),
        new("SCAN_WINDOW", PositiveDurations, (o, v) => PositiveDuration(v) is { } x ? o with { ScanWindow = x } : null),
        new("SERVICE_GRACE", Durations, (o, v) => Duration(v) is { } x ? o with { ServiceGrace = x } : null),
        new("BOOT_GRACE", Durations, (o, v) => Duration(v) is { } x ? o with { BootGrace = x } : null),
        new("IPV6_PREFIX", "a number from 32 to 128", (o, v) => Number(v, 32, 128) is { } x ? o with { IPv6Prefix = x } : null),
        new("PROTECT", "own loopback linklocal gateways resolvers coordinators sensors sessions", ApplyProtect),
        new("MAX_BLOCKS", "a number from 1 to 1000000", (o, v) => Number(v, 1, 1_000_000) is { } x ? o with { MaxBlocks = x } : null),
        new("MAX_BLOCKS_PER_MINUTE", "a number from 1 to 1000000", (o, v) => Number(v, 1, 1_000_000) is { } x ? o with { MaxBlocksPerMinute = x } : null),
        new("MAX_SOURCES", "a number from 16 to 4194304", (o, v) => Number(v, 16, 4_194_304) is { } x ? o with { MaxSources = x } : null),
        new("INTERFACES", "names of at most 64 interfaces, parted by blanks", (o, v) => Words(v) is { Count: <= 64 } x ? o with { Interfaces = x } : null),
        new("SIMULATE", Switches, (o, v) => Switch(v) is { } x ? o with { Simulate = x } : null),
        new("STATE_DIR", Paths, (o, v) => AbsolutePath(v) is { } x ? o with { StateDir = x } : null),
        new("CONTROL_SOCKET", Paths, (o, v) => AbsolutePath(v) is { } x ? o with { ControlSocket = x } : null),
    ];

    private static SensorOptions? ApplyProtect(SensorOptions options, string value) =>
        ConfigValues.Protect(value) is { } reasons ? options with { Protect = new HashSet<ProtectionReason>(options.Protect.Concat(reasons)) } : null;
}
