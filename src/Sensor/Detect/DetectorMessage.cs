using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>What a detector actor is told.</summary>
public abstract record DetectorMessage
{
    private protected DetectorMessage()
    {
    }
}

/// <summary>Probes came; the batch is given back once they are judged.</summary>
public sealed record ProbesCaptured(ProbeBatch Batch) : DetectorMessage;

/// <summary>The host, or who is protected on it, has changed.</summary>
public sealed record WatchChanged(PortWatch Watch, SourceNetworks Networks, Protection Protection) : DetectorMessage;

/// <summary>How alarms are answered has changed; for so long from now they are logged only.</summary>
public sealed record ResponseChanged(bool Simulate, bool LogOnly, TimeSpan Grace) : DetectorMessage
{
    /// <summary>True when alarms run a command and block nobody.</summary>
    public bool CommandOnly { get; init; }
}

/// <summary>The grace after the host's boot is over.</summary>
public sealed record GraceEnded : DetectorMessage;

/// <summary>How probes are counted has changed: all sources are counted anew.</summary>
public sealed record CountingChanged(DetectorSettings Settings) : DetectorMessage;

/// <summary>These are blocked from now on.</summary>
public sealed record TargetsBlocked(IReadOnlyList<Cidr> Targets) : DetectorMessage;

/// <summary>These, and no others, are blocked.</summary>
public sealed record BlockListReplaced(IReadOnlyList<Cidr> Targets) : DetectorMessage;

/// <summary>These are no longer blocked.</summary>
public sealed record TargetsFreed(IReadOnlyList<Cidr> Targets) : DetectorMessage;

/// <summary>Say what was counted.</summary>
public sealed record GetDetectorCounts(TaskCompletionSource<DetectorCounts> Answer) : DetectorMessage;
