namespace PortSentry.Coordinator.Tests;

/// <summary>The real time, so much later: timers run on as they do.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    /// <summary>How much later it is.</summary>
    public TimeSpan By { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + By;
}
