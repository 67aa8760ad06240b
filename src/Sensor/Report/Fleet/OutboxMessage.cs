using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What the owner of the outbox is told.</summary>
internal abstract record OutboxMessage
{
    private protected OutboxMessage()
    {
    }
}

/// <summary>Keep this report until it is delivered; its number is given to it here.</summary>
internal sealed record KeepReport(SensorReport Report) : OutboxMessage;

/// <summary>So far the orders are carried out, and these were refused since the last word.</summary>
internal sealed record KeepApplied(OrdersApplied Applied) : OutboxMessage;

/// <summary>How far the orders are carried out is to be told now, if it was not told beside reports.</summary>
internal sealed record AppliedIsDue : OutboxMessage;

/// <summary>Hand out the next batch, of so many reports at the most, as soon as there is something to send; one asks at a time, the latest counts.</summary>
internal sealed record TakeBatch(int MaxReports, TaskCompletionSource<ReportBatch> Answer) : OutboxMessage;

/// <summary>Hand out a batch even when there is nothing in it: there is something to send beside it.</summary>
internal sealed record HurryBatch : OutboxMessage;

/// <summary>A batch was received.</summary>
internal sealed record BatchDelivered(ReportBatch Batch, ReportReceipt Receipt) : OutboxMessage;

/// <summary>The disk may take reports again.</summary>
internal sealed record RetryDisk : OutboxMessage;

/// <summary>Say how full the outbox is.</summary>
internal sealed record GetOutboxCounts(TaskCompletionSource<OutboxCounts> Answer) : OutboxMessage;
