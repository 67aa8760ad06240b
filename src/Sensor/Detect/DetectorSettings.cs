using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>How a detector counts.</summary>
public sealed record DetectorSettings
{
    /// <summary>The protocol it watches.</summary>
    public required Transport Transport { get; init; }

    /// <summary>Probes of one source within the window that raise an alarm, 0 to 65535; 0 and 1 mean the first.</summary>
    public required int ScanTrigger { get; init; }

    /// <summary>Probes older than this no longer count; more than zero.</summary>
    public required TimeSpan ScanWindow { get; init; }

    /// <summary>Sources held at the most, at least 1.</summary>
    public required int MaxSources { get; init; }

    /// <summary>True when first contacts are weighed, those with served ports against those with others; the trigger is not used then.</summary>
    public bool IsSequential { get; init; }

    /// <summary>Segments that acknowledge something count on ports below this alone; 0 for on none.</summary>
    public int AcknowledgingBelow { get; init; }

    /// <summary>True when a port is a tripwire though somebody answers on it.</summary>
    public bool ServedPortsCount { get; init; }
}
