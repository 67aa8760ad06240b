using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Net;
using static PortSentry.Sensor.Config.ConfigValues;

namespace PortSentry.Sensor.Config;

/// <summary>Every key there is, in one table.</summary>
internal static class ConfigKeys
{
    private const string PortList = "ports 0 to 65535 and ranges a-b, parted by commas";
    private const string Switches = "0 or 1";
    private const string Paths = "an absolute path";
    private const string Durations = "a number with s, m, h or d, such as 90s or 24h, or 0 for ever; at most 3650d";
    private const string Protected = "own loopback linklocal gateways resolvers coordinators sensors sessions; a dash before a word leaves it out, own and loopback excepted";
    private const string PositiveDurations = "a number above 0 with s, m, h or d, such as 90s or 24h; at most 3650d";

    public static IReadOnlyDictionary<string, ConfigKey> ByName { get; } =
        Of(Transport.Tcp).Concat(Of(Transport.Udp)).Concat(Classic()).Concat(ResponseKeys.All).Concat(Own()).ToDictionary(key => key.Name, StringComparer.Ordinal);

    /// <summary>The keys that each protocol has one of.</summary>
    private static IEnumerable<ConfigKey> Of(Transport transport)
    {
        var name = transport.ClassicName();
        var modes = string.Join(" or ", ProtocolModes.Of(transport).Select(mode => mode.Word()));
        return new ConfigKey[]
        {
            Key($"{name}_PORTS", PortList, Ports, (o, x) => o.With(transport, t => t with { Ports = x })) with { IsPortList = true },
            Key($"ADVANCED_PORTS_{name}", "a number from 1 to 65536", v => Number(v, 1, 65536), (o, x) => o.With(transport, t => t with { AdvancedPorts = x })),
            Key($"ADVANCED_EXCLUDE_{name}", PortList, Ports, (o, x) => o.With(transport, t => t with { AdvancedExclude = x })) with { IsPortList = true },
            Key($"BLOCK_{name}", "0 to log only, 1 to block, 2 to run KILL_RUN_CMD only", v => Number(v, 0, 2), (o, x) => o.With(transport, t => t with { Block = x == 1, CommandOnly = x == 2 })),
        }.Select(key => key with { IsClassic = true })
            .Append(Key($"{name}_MODE", modes, v => ProtocolModes.Find(transport, v), (o, x) => o.With(transport, t => t with { Mode = x })));
    }

    private static IEnumerable<ConfigKey> Classic() =>
        new ConfigKey[]
        {
            Key("IGNORE_FILE", Paths, AbsolutePath, (o, x) => o with { IgnoreFile = x }),
            Key("HISTORY_FILE", Paths, AbsolutePath, (o, x) => o with { HistoryFile = x }),
            Key("BLOCKED_FILE", Paths, AbsolutePath, (o, x) => o with { BlockedFile = x }),
            // "0 (or any other value)" is off, to both old versions.
            Key("RESOLVE_HOST", "1 to look names up for log lines, else 0", v => (bool?)(v == "1"), (o, x) => o with { ResolveHost = x }),
            Key("PORT_BANNER", "a text", v => v, (o, x) => o with { PortBanner = x.Length > 0 ? x : null }),
            Key("SCAN_TRIGGER", "a number from 0 to 65535", v => Number(v, 0, 65535), (o, x) => o with { ScanTrigger = x }),
        }.Select(key => key with { IsClassic = true });

    private static ConfigKey[] Own() =>
    [
        Key("COORDINATOR", "https URLs of the coordinator's members, such as https://coordinator.example:7443, parted by blanks; at most 16", Members, (o, x) => o with { Coordinators = x }),
        Key("COORDINATOR_CA", Paths, AbsolutePath, (o, x) => o with { CoordinatorCa = x }),
        Key("ENGINE", $"{string.Join(" or ", Engines.Names)}, of the engines that this build has", v => Engines.Names.Contains(v) ? v : null, (o, x) => o with { Engine = x }),
#if AKKA
        Key("AKKA_CONFIG", Paths, AbsolutePath, (o, x) => o with { AkkaConfig = x }),
#endif
        Key("SENSOR_NAME", "1 to 64 letters, digits, dots, dashes and underscores", SensorName, (o, x) => o with { SensorName = x }),
        Key("ORDERS", "block or simulate", v => v switch { "block" => false, "simulate" => true, _ => (bool?)null }, (o, x) => o with { SimulateOrders = x }),
        Key("BLOCK_DURATION", Durations, Duration, (o, x) => o with { BlockDuration = x }),
        Key("BLOCK_DURATION_UNPROVEN", PositiveDurations, PositiveDuration, (o, x) => o with { BlockDurationUnproven = x }),
        Key("BLOCK_DURATION_MAX", Durations, Duration, (o, x) => o with { BlockDurationMax = x }),
        Key("SCAN_WINDOW", PositiveDurations, PositiveDuration, (o, x) => o with { ScanWindow = x }),
        Key("SERVICE_GRACE", Durations, Duration, (o, x) => o with { ServiceGrace = x }),
        Key("BOOT_GRACE", Durations, Duration, (o, x) => o with { BootGrace = x }),
        Key("IPV6_PREFIX", "a number from 32 to 128", v => Number(v, 32, 128), (o, x) => o with { IPv6Prefix = x }),
        Key("PROTECT", Protected, ConfigValues.Protect, (o, x) => o with { Protect = new HashSet<ProtectionReason>(o.Protect.Concat(x.Listed).Except(x.LeftOut)) }),
        Key("MAX_BLOCKS", "a number from 1 to 1000000", v => Number(v, 1, 1_000_000), (o, x) => o with { MaxBlocks = x }),
        Key("MAX_BLOCKS_PER_MINUTE", "a number from 1 to 1000000", v => Number(v, 1, 1_000_000), (o, x) => o with { MaxBlocksPerMinute = x }),
        Key("MAX_SOURCES", "a number from 16 to 4194304", v => Number(v, 16, 4_194_304), (o, x) => o with { MaxSources = x }),
        Key("INTERFACES", "names of at most 64 interfaces, parted by blanks", v => Words(v) is { Count: <= 64 } x ? x : null, (o, x) => o with { Interfaces = x }),
        Key("SIMULATE", Switches, Switch, (o, x) => o with { Simulate = x }),
        Key("LOG_FORMAT", "classic, v2, json or cef", Format, (o, x) => o with { LogFormat = x }),
        Key("HISTORY_FORMAT", "classic or v2", v => Format(v) is { } format && format <= LogFormat.V2 ? format : (LogFormat?)null, (o, x) => o with { HistoryFormat = x }),
        Key("STATE_DIR", Paths, AbsolutePath, (o, x) => o with { StateDir = x }),
        Key("METRICS_LISTEN", "an address and a port, such as 127.0.0.1:9836 or [::1]:9836; empty for nowhere", EndPoint, (o, x) => o with { MetricsListen = x.Port > 0 ? x : null }),
        Key("CONTROL_SOCKET", "an absolute path of at most 107 bytes", SocketPath, (o, x) => o with { ControlSocket = x }),
    ];

    private static ConfigKey Key<T>(string name, string allowed, Func<string, T?> parse, Func<SensorOptions, T, SensorOptions> set)
        where T : struct => new(name, allowed, (options, value) => parse(value) is { } parsed ? set(options, parsed) : null);

    private static ConfigKey Key<T>(string name, string allowed, Func<string, T?> parse, Func<SensorOptions, T, SensorOptions> set)
        where T : class => new(name, allowed, (options, value) => parse(value) is { } parsed ? set(options, parsed) : null);
}
