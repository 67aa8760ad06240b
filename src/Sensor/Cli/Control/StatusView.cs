namespace PortSentry.Sensor.Cli.Control;

/// <summary>How a sensor is, as <c>portsentry status -o json</c> shows it; fields are only ever added.</summary>
public sealed record StatusView
{
    /// <summary>The sensor's version.</summary>
    public required string Version { get; init; }

    /// <summary>Its process.</summary>
    public required int Pid { get; init; }

    /// <summary>Since when it watches.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The modes that run.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>The configuration file.</summary>
    public required string Configuration { get; init; }

    /// <summary>block when a mode blocks, command (BLOCK_TCP or BLOCK_UDP is 2), log (they are 0) or simulate.</summary>
    public required string Response { get; init; }

    /// <summary>What puts blocks into force, those of orders included.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>Each mode by itself; the counts below are of all together.</summary>
    public required IReadOnlyList<DetectorView> Detectors { get; init; }

    /// <summary>The tripwire ports of IPv4 of the first mode, as ranges, those in use everywhere left out.</summary>
    public required string Tripwires { get; init; }

    /// <summary>Ports in use, or lately in use, that are no tripwire.</summary>
    public required int ServicePorts { get; init; }

    /// <summary>The interfaces watched; empty for all but the loopback.</summary>
    public required IReadOnlyList<string> Interfaces { get; init; }

    /// <summary>Frames that passed the kernel's filter.</summary>
    public required long FramesPassed { get; init; }

    /// <summary>Frames lost because the ring was full.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Frames that broke their protocol's rules.</summary>
    public required long FramesMalformed { get; init; }

    /// <summary>Probes counted.</summary>
    public required long Probes { get; init; }

    /// <summary>Alarms raised.</summary>
    public required long Alarms { get; init; }

    /// <summary>Copies and retransmissions of probes, not counted.</summary>
    public required long Copies { get; init; }

    /// <summary>Probes of protected or ignored sources, not counted.</summary>
    public required long Spared { get; init; }

    /// <summary>Probes beyond the log's budget.</summary>
    public required long NotLogged { get; init; }

    /// <summary>Sources under watch beyond their first probe.</summary>
    public required int Sources { get; init; }

    /// <summary>Sources seen once that were overwritten by another: a flood of them came.</summary>
    public required long SourcesOverwritten { get; init; }

    /// <summary>Sources that had to give way: MAX_SOURCES was reached.</summary>
    public required long SourcesEvicted { get; init; }

    /// <summary>Blocks in force.</summary>
    public required int Blocks { get; init; }

    /// <summary>The part in a fleet; missing for none.</summary>
    public FleetView? Fleet { get; init; }

    /// <summary>Messages that found an actor's mailbox full, by actor.</summary>
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }

    /// <summary>Networks that are never blocked, by reason.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Protected { get; init; }
}
