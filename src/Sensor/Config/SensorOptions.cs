using System.Net;
using PortSentry.Sensor.Block.Templates;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>The sensor's configuration; a key that is not set has the value given here.</summary>
public sealed record SensorOptions
{
    /// <summary>The keys of TCP.</summary>
    public TransportOptions Tcp { get; init; } = new();

    /// <summary>The keys of UDP.</summary>
    public TransportOptions Udp { get; init; } = new();

    /// <summary>IGNORE_FILE: sources never counted nor blocked.</summary>
    public string? IgnoreFile { get; init; }

    /// <summary>HISTORY_FILE: a line each time a source is blocked.</summary>
    public string? HistoryFile { get; init; }

    /// <summary>BLOCKED_FILE: the same for this run and mode; the mode is added to the name.</summary>
    public string? BlockedFile { get; init; }

    /// <summary>PORT_BANNER: what mode tcp sends to whoever connects; null for nothing.</summary>
    public string? PortBanner { get; init; }

    /// <summary>SCAN_TRIGGER: probes within the window that raise an alarm, 0 to 65535; 0 and 1 mean the first.</summary>
    public int ScanTrigger { get; init; }

    /// <summary>SCAN_WINDOW: probes older than this no longer count.</summary>
    public TimeSpan ScanWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>SERVICE_GRACE: a port in use at any time within it is no tripwire.</summary>
    public TimeSpan ServiceGrace { get; init; } = TimeSpan.FromHours(24);

    /// <summary>BOOT_GRACE: for so long after the host's boot advanced modes only log.</summary>
    public TimeSpan BootGrace { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>BLOCK_DURATION: for proven sources; zero for ever.</summary>
    public TimeSpan BlockDuration { get; init; } = TimeSpan.FromHours(24);

    /// <summary>BLOCK_DURATION_UNPROVEN: for sources whose address may be forged.</summary>
    public TimeSpan BlockDurationUnproven { get; init; } = TimeSpan.FromHours(1);

    /// <summary>BLOCK_DURATION_MAX: the longest that doubling leads to; zero for ever.</summary>
    public TimeSpan BlockDurationMax { get; init; } = TimeSpan.FromDays(24);

    /// <summary>IPV6_PREFIX: IPv6 sources are counted and blocked by this prefix, 32 to 128.</summary>
    public int IPv6Prefix { get; init; } = 64;

    /// <summary>PROTECT: what is never blocked; listing adds to it, and a dash before a word takes it away.</summary>
    public IReadOnlySet<ProtectionReason> Protect { get; init; } = DefaultProtect;

    /// <summary>MAX_BLOCKS: blocks in force at the most, 1 to 1000000.</summary>
    public int MaxBlocks { get; init; } = 100_000;

    /// <summary>MAX_BLOCKS_PER_MINUTE: new blocks a minute at the most, 1 to 1000000.</summary>
    public int MaxBlocksPerMinute { get; init; } = 10_000;

    /// <summary>MAX_SOURCES: sources under watch at the most, 16 to 4194304.</summary>
    public int MaxSources { get; init; } = 262_144;

    /// <summary>INTERFACES: the interfaces to watch, 64 at the most; empty for all but the loopback.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>SIMULATE: decide, log and report, but block nothing.</summary>
    public bool Simulate { get; init; }

    /// <summary>COORDINATOR: the coordinator's members, in the order in which they are tried; empty for those that enrolment wrote down.</summary>
    public IReadOnlyList<Uri> Coordinators { get; init; } = [];

    /// <summary>COORDINATOR_CA: authorities that the coordinator's certificate may come from, besides those of the enrolment.</summary>
    public string? CoordinatorCa { get; init; }

    /// <summary>ENGINE: what carries the link to the coordinator.</summary>
    public string Engine { get; init; } = Engines.Https;

    /// <summary>AKKA_CONFIG: what the operator says of the cluster, HOCON; null for nothing.</summary>
    public string? AkkaConfig { get; init; }

    /// <summary>SENSOR_NAME: what this sensor is called in the fleet; null for the host's name.</summary>
    public string? SensorName { get; init; }

    /// <summary>ORDERS: true for simulate: orders of the coordinator are told and logged, but not carried out.</summary>
    public bool SimulateOrders { get; init; }

    /// <summary>RESOLVE_HOST: log lines hold the names of sources.</summary>
    public bool ResolveHost { get; init; }

    /// <summary>LOG_FORMAT: in whose words the log is written; null for those of the dialect.</summary>
    public LogFormat? LogFormat { get; init; }

    /// <summary>HISTORY_FORMAT: in whose words the history is written, classic or v2; null for those of the dialect.</summary>
    public LogFormat? HistoryFormat { get; init; }

    /// <summary>BLOCKER: what puts this host's own blocks into force, in order; null for what KILL_ROUTE and KILL_HOSTS_DENY say.</summary>
    public IReadOnlyList<string>? Blockers { get; init; }

    /// <summary>ORDER_BLOCKER: what puts the coordinator's blocks into force, in order.</summary>
    public IReadOnlyList<string> OrderBlockers { get; init; } = NftablesAlone;

    /// <summary>KILL_ROUTE: the command that blocks a source; null for none.</summary>
    public CommandTemplate? KillRoute { get; init; }

    /// <summary>UNBLOCK_COMMAND: the command that undoes it; null for none.</summary>
    public CommandTemplate? UnblockCommand { get; init; }

    /// <summary>KILL_HOSTS_DENY: the line of hosts.deny for a source; null for none.</summary>
    public HostsDenyTemplate? KillHostsDeny { get; init; }

    /// <summary>KILL_RUN_CMD: the command that an alarm runs; null for none.</summary>
    public CommandTemplate? KillRunCmd { get; init; }

    /// <summary>KILL_RUN_CMD_FIRST: true to run it before the block.</summary>
    public bool KillRunCmdFirst { get; init; }

    /// <summary>The flag -S of portsentry 2.x: a port is a tripwire whether it is served or not.</summary>
    public bool ServedPortsCount { get; init; }

    /// <summary>STATE_DIR: what must outlive the process.</summary>
    public string StateDir { get; init; } = "/var/lib/portsentry";

    /// <summary>CONTROL_SOCKET: where the local commands reach the sensor.</summary>
    public string ControlSocket { get; init; } = "/run/portsentry/control.sock";

    /// <summary>METRICS_LISTEN: where Prometheus reads the metrics; null for nowhere.</summary>
    public IPEndPoint? MetricsListen { get; init; }

    /// <summary>How long and how many blocks there are.</summary>
    public BlockPolicy BlockPolicy => new()
    {
        Proven = BlockDuration,
        Unproven = BlockDurationUnproven,
        Longest = BlockDurationMax,
        MaxBlocks = MaxBlocks,
        MaxPerMinute = MaxBlocksPerMinute,
    };

    /// <summary>The keys of a protocol.</summary>
    public TransportOptions Of(Transport transport) => transport == Transport.Udp ? Udp : Tcp;

    /// <summary>The same options with other keys of a protocol.</summary>
    public SensorOptions With(Transport transport, Func<TransportOptions, TransportOptions> change) =>
        transport == Transport.Udp ? this with { Udp = change(Udp) } : this with { Tcp = change(Tcp) };

    /// <summary>The ports a mode watches, in use or not.</summary>
    public PortSet Watched(ProtocolMode mode) => Of(mode.Transport()).Watched(mode);

    private static IReadOnlyList<string> NftablesAlone { get; } = ["nftables"];

    private static HashSet<ProtectionReason> DefaultProtect { get; } =
        [.. Enum.GetValues<ProtectionReason>().Except([ProtectionReason.NoHost, ProtectionReason.Ignored])];
}
