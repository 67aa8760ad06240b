using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Metrics;

namespace PortSentry.Coordinator.Metrics;

/// <summary>A coordinator's figures as metrics. Every label is a word of our own: never an address, nor a sensor's name.</summary>
internal static class CoordinatorMetrics
{
    /// <summary>What this member sees of the fleet; every member sees the whole.</summary>
    public static IEnumerable<Metric> Of(FleetPulse pulse) =>
    [
        Metric.Gauge("portsentry_coordinator_sensors", "Sensors by state: up, behind with the orders, or down.",
            [Sensors("up", pulse.Now.SensorsUp), Sensors("behind", pulse.Now.SensorsBehind), Sensors("down", pulse.Now.SensorsDown)]),
        Metric.Counter("portsentry_coordinator_alarms_total", "Alarms of the whole fleet since this member started, by kind.",
            Enum.GetValues<ScanKind>().Select(kind => new MetricSample(pulse.AlarmKinds.GetValueOrDefault(kind), ("kind", kind.Name())))),
        Metric.Gauge("portsentry_coordinator_blocks", "Blocks in force in the whole fleet.", pulse.Now.BlocksInForce),
        Metric.Counter("portsentry_coordinator_orders_total", "Orders in the order log: the position of the last.", pulse.Now.Head.Position),
        Metric.Gauge("portsentry_coordinator_inbox_reports", "Accepted reports and commands that wait for the leader.", pulse.Waiting),
        Metric.Gauge("portsentry_coordinator_inbox_set_aside", "Those set aside because the leader could not decide on them.", pulse.SetAside),
        Metric.Gauge("portsentry_coordinator_store_up", "1 while the store can be read, else 0.", pulse.IsStoreAway ? 0 : 1),
        Metric.Counter("portsentry_coordinator_store_failures_total", "Looks at the store that failed; it is looked at twice a second.", pulse.StoreFailures),
        Metric.Gauge("portsentry_coordinator_leader_known", "1 while some member leads, else 0.", pulse.Now.Leader.Length > 0 ? 1 : 0),
        Metric.Gauge("portsentry_coordinator_members", "Members that the store knows.", pulse.Now.Members.Count),
        Metric.Gauge("portsentry_coordinator_simulating", "1 while the fleet blocks nothing by order, else 0.", pulse.Now.Simulating is null ? 0 : 1),
        Metric.Gauge("portsentry_coordinator_needs", "What a person should look at, by severity, as the console shows it.",
            Enum.GetValues<NeedSeverity>().Select(severity => new MetricSample(pulse.Now.NeedsYou.Count(need => need.Severity == severity), ("severity", severity == NeedSeverity.Failed ? "failed" : "attention")))),
    ];

    /// <summary>What the sessions of this member count; figures are missing while their owner does not answer.</summary>
    public static IEnumerable<Metric> Of(SessionCounts? sessions)
    {
        return
        [
            Metric.Gauge("portsentry_coordinator_sessions", "Sensors whose order stream is open at this member.", Samples(one => one.Connected)),
            Metric.Counter("portsentry_coordinator_reports_total", "Reports that this member let in.", Samples(one => one.Admitted)),
            Metric.Counter("portsentry_coordinator_reports_limited_total", "Reports told to wait, because their sensor sent more than its share.", Samples(one => one.Limited)),
            Metric.Counter("portsentry_coordinator_reports_jammed_total", "Reports told to wait, because too much waited for the leader.", Samples(one => one.Jammed)),
        ];

        IEnumerable<MetricSample> Samples(Func<SessionCounts, long> figure) => sessions is null ? [] : [new MetricSample(figure(sessions))];
    }

    /// <summary>How long blocks took, on the sensors of this member.</summary>
    public static Metric Of(DurationCounts blocks) =>
        Metric.Histogram("portsentry_coordinator_time_to_block_seconds", "From an order to block until a sensor of this member had carried it out.", blocks);

    /// <summary>What was answered.</summary>
    public static Metric Of(RequestCounts requests) =>
        Metric.Counter("portsentry_coordinator_requests_total", "Requests answered, by listener and status code; a stream counts when it ends.", requests.Samples);

    /// <summary>What became of notifications.</summary>
    public static Metric Of(NotifyCounts notified) =>
        Metric.Counter("portsentry_coordinator_notifications_total", "Notifications of this member by kind of target and outcome: messages sent, attempts failed, events left out.", notified.Samples);

    private static MetricSample Sensors(string state, int count) => new(count, ("state", state));
}
