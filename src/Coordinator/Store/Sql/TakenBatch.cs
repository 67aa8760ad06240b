using System.Text.Json;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>A batch on its way into the inbox, encoded before its turn comes, so that whoever writes does not wait for it.</summary>
internal sealed record TakenBatch
{
    private readonly IReadOnlyList<SensorReport> _reports;

    /// <summary>The reports of a batch, one at least.</summary>
    public TakenBatch(SensorId sensor, ReportBatch batch, DateTimeOffset at)
        : this(sensor, batch.OutboxId, batch.Reports, at)
    {
    }

    private TakenBatch(SensorId sensor, string outboxId, IReadOnlyList<SensorReport> reports, DateTimeOffset at)
    {
        (Sensor, OutboxId, At, _reports) = (sensor, outboxId, at, reports);
        Last = reports.Max(report => report.Seq);
        Body = JsonSerializer.Serialize(reports, StoreJson.Default.IReadOnlyListSensorReport);
    }

    /// <summary>Whose it is.</summary>
    public SensorId Sensor { get; }

    /// <summary>Which outbox numbered the reports.</summary>
    public string OutboxId { get; }

    /// <summary>When it came.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The last number.</summary>
    public long Last { get; }

    /// <summary>How many reports.</summary>
    public int Count => _reports.Count;

    /// <summary>The reports as the inbox has them.</summary>
    public string Body { get; }

    /// <summary>The part of it whose numbers are above this one; there is one at least.</summary>
    public TakenBatch After(long seq) => _reports.All(report => report.Seq > seq)
        ? this
        : new TakenBatch(Sensor, OutboxId, [.. _reports.Where(report => report.Seq > seq)], At);
}
