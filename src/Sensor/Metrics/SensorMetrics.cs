using PortSentry.Sensor.Block;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Metrics;

namespace PortSentry.Sensor.Metrics;

/// <summary>A sensor's figures as metrics. Every label is a word of our own: a mode, a blocker, an actor, a reason.</summary>
internal static class SensorMetrics
{
    /// <summary>What the capture counts.</summary>
    public static IEnumerable<Metric> Of(CaptureCounts capture) =>
    [
        Metric.Counter("portsentry_frames_passed_total", "Frames that passed the kernel's filter.", capture.Passed),
        Metric.Counter("portsentry_frames_dropped_total", "Frames lost because the ring was full.", capture.Dropped),
        Metric.Counter("portsentry_frames_malformed_total", "Frames that broke their protocol's rules.", capture.Malformed),
    ];

    /// <summary>What the modes count.</summary>
    public static IEnumerable<Metric> Of(IReadOnlyList<(ProtocolMode Mode, DetectorCounts Counts)> modes)
    {
        return
        [
            Metric.Counter("portsentry_probes_total", "Probes counted.", Samples(counts => counts.Probes)),
            Metric.Counter("portsentry_alarms_total", "Alarms raised.", Samples(counts => counts.Alarms)),
            Metric.Counter("portsentry_probe_copies_total", "Copies and retransmissions of probes, not counted as probes.", Samples(counts => counts.Copies)),
            Metric.Counter("portsentry_probes_spared_total", "Probes of protected or ignored sources, not counted as probes.", Samples(counts => counts.Spared)),
            Metric.Counter("portsentry_datagrams_innocent_total", "Datagrams that are no probes: answers to what this host asked, and the like.", Samples(counts => counts.Innocent)),
            Metric.Counter("portsentry_probes_unlogged_total", "Probes beyond the log's budget.", Samples(counts => counts.NotLogged)),
            Metric.Gauge("portsentry_sources", "Sources under watch beyond their first probe.", Samples(counts => counts.Sources)),
            Metric.Counter("portsentry_sources_overwritten_total", "Sources seen once that another overwrote: a flood of them came.", Samples(counts => counts.SourcesOverwritten)),
            Metric.Counter("portsentry_sources_evicted_total", "Sources under watch that had to give way: MAX_SOURCES was reached.", Samples(counts => counts.SourcesEvicted)),
        ];

        IEnumerable<MetricSample> Samples(Func<DetectorCounts, long> count) =>
            modes.Select(mode => new MetricSample(count(mode.Counts), ("mode", mode.Mode.Name())));
    }

    /// <summary>What the owner of the block list counts.</summary>
    public static IEnumerable<Metric> Of(BlockCounts counts) =>
    [
        Metric.Gauge("portsentry_blocks", "Blocks in force, by the party that ordered them.", counts.ByOrigin.Select(one => new MetricSample(one.Value, ("origin", Word(one.Key))))),
        Metric.Gauge("portsentry_blocker_blocks", "Blocks that each blocker is to hold.", counts.ByBlocker.Select(one => new MetricSample(one.Value, ("blocker", one.Key)))),
        Metric.Counter("portsentry_blocks_made_total", "Blocks that came into force.", counts.Made),
        Metric.Counter("portsentry_blocks_freed_total", "Blocks that were lifted, ended or gave way.", counts.Freed),
        Metric.Counter("portsentry_blocks_refused_total", "Blocks that were refused, by the reason.", counts.Refused.Select(one => new MetricSample(one.Value, ("reason", Word(one.Key))))),
        Metric.Histogram("portsentry_time_to_block_seconds", "From the probe that raised an alarm until its block was in force.", counts.TimeToBlock),
        Metric.Histogram("portsentry_firewall_change_seconds", "How long changes of nftables took.", counts.FirewallChanges),
        Metric.Counter("portsentry_firewall_failures_total", "Changes of nftables that failed, and are tried again.", counts.FirewallFailures),
    ];

    /// <summary>The part in a fleet; figures are missing where there is none.</summary>
    public static IEnumerable<Metric> Of((LinkState Link, OutboxCounts Outbox)? fleet)
    {
        return
        [
            Metric.Gauge("portsentry_link_up", "1 while the coordinator's orders are followed, else 0; missing without a coordinator.", Samples(one => one.Link.IsConnected ? 1 : 0)),
            Metric.Gauge("portsentry_outbox_reports", "Reports that wait for the coordinator.", Samples(one => one.Outbox.Waiting)),
            Metric.Gauge("portsentry_outbox_bytes", "Bytes that the outbox holds.", Samples(one => one.Outbox.Bytes)),
            Metric.Counter("portsentry_outbox_dropped_total", "Reports that the outbox had to drop since it was made.", Samples(one => one.Outbox.Dropped)),
        ];

        IEnumerable<MetricSample> Samples(Func<(LinkState Link, OutboxCounts Outbox), double> figure) =>
            fleet is { } part ? [new MetricSample(figure(part))] : [];
    }

    private static string Word<T>(T value)
        where T : struct, Enum => string.Concat(value.ToString().Select((c, at) => char.IsUpper(c) ? $"{(at > 0 ? "_" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
