using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Decide;

/// <summary>All that a verdict depends on.</summary>
public readonly record struct VerdictCase
{
    /// <summary>What the detector made of the probe.</summary>
    public required Sighting Sighting { get; init; }

    /// <summary>True while SIMULATE is on.</summary>
    public bool Simulate { get; init; }

    /// <summary>True when the protocol's alarms are to be logged only.</summary>
    public bool LogOnly { get; init; }

    /// <summary>True when the protocol's alarms are to run a command only.</summary>
    public bool CommandOnly { get; init; }

    /// <summary>True when the source is blocked.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>True while the answer to the source's alarm is under way.</summary>
    public bool IsBeingAnswered { get; init; }
}
