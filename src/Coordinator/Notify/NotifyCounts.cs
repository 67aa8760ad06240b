using System.Collections.Concurrent;
using PortSentry.Shared.Metrics;

namespace PortSentry.Coordinator.Notify;

/// <summary>Counts what became of messages, by the kind of target. Any thread may count.</summary>
internal sealed class NotifyCounts
{
    /// <summary>The outcomes that are told apart.</summary>
    public const string Sent = "sent", Failed = "failed", LeftOut = "left-out";

    private readonly ConcurrentDictionary<(TargetKind Kind, string Outcome), long> _counts = new();

    /// <summary>The counts of the kinds that are configured.</summary>
    public IEnumerable<MetricSample> Samples => _counts.OrderBy(pair => pair.Key).Select(pair => new MetricSample(pair.Value, ("kind", TargetKindText.Name(pair.Key.Kind)), ("outcome", pair.Key.Outcome)));

    /// <summary>Counts from nothing for a kind.</summary>
    public void Begin(TargetKind kind)
    {
        Count(kind, Sent, 0);
        Count(kind, Failed, 0);
        Count(kind, LeftOut, 0);
    }

    /// <summary>Counts.</summary>
    public void Count(TargetKind kind, string outcome, long more) => _counts.AddOrUpdate((kind, outcome), more, (_, known) => known + more);
}
