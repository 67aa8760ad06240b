namespace PortSentry.Sensor.Report.Fleet;

/// <summary>How large an outbox may become.</summary>
internal sealed record OutboxLimits
{
    /// <summary>Bytes on disk at the most; then the oldest evidence is dropped, and when there is none the oldest alarms.</summary>
    public long OnDisk { get; init; } = 64 * 1024 * 1024;

    /// <summary>Bytes in memory at the most, while the disk takes nothing.</summary>
    public long InMemory { get; init; } = 4 * 1024 * 1024;

    /// <summary>Bytes of one segment at the most.</summary>
    public long Segment { get; init; } = 1024 * 1024;

    /// <summary>A segment that is delivered up to its end is kept for more reports until it has so many bytes.</summary>
    public long WorthDeleting { get; init; } = 64 * 1024;

    /// <summary>Numbers reserved on disk at once: those that a crash leaves unused are gaps.</summary>
    public long Reserved { get; init; } = 1 << 20;
}
