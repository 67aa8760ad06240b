namespace PortSentry.Coordinator.Store;

/// <summary>How long, and how much at the most, the store keeps.</summary>
public sealed record Retention
{
    /// <summary>Alarms and decisions.</summary>
    public TimeSpan Alarms { get; init; } = TimeSpan.FromDays(90);

    /// <summary>First contacts.</summary>
    public TimeSpan Contacts { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Orders; a sensor away for longer gets a snapshot.</summary>
    public TimeSpan Orders { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The audit log.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(730);

    /// <summary>Alarms at the most; the oldest go first.</summary>
    public long MaxAlarms { get; init; } = 2_000_000;

    /// <summary>First contacts at the most; the oldest go first.</summary>
    public long MaxContacts { get; init; } = 5_000_000;

    /// <summary>Orders at the most; the oldest go first.</summary>
    public long MaxOrders { get; init; } = 1_000_000;
}
