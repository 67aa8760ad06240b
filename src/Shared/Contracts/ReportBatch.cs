namespace PortSentry.Shared.Contracts;

/// <summary>The body of <c>POST /sensor/v1/reports</c>: reports in the order of their numbers, and how the sensor is. A repeat is harmless.</summary>
public sealed record ReportBatch
{
    /// <summary>Reports in one batch at the most.</summary>
    public const int MaxReports = 1000;

    /// <summary>The bytes of one batch at the most.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Names the outbox whose numbers these are; another one begins to count anew. At most 64 characters.</summary>
    public required string OutboxId { get; init; }

    /// <summary>What the sensor's clock shows as it sends this: by it the coordinator puts the times of the reports right. Null of a sensor that does not say.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The reports, numbers rising; a number may be missing where the outbox had to drop.</summary>
    public IReadOnlyList<SensorReport> Reports { get; init; } = [];

    /// <summary>How far the orders are carried out; the latest word counts.</summary>
    public OrdersApplied? Applied { get; init; }

    /// <summary>How the sensor is, when it has changed or a minute has passed; the latest word counts.</summary>
    public SensorStatus? Status { get; init; }
}
