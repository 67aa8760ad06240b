using PortSentry.Shared.Actors;

namespace PortSentry.Shared.Metrics;

/// <summary>The metrics that both programs have: of the process, and of its actors.</summary>
public static class ProcessMetrics
{
    /// <summary>What the process is and uses, by the names that Prometheus' own libraries give.</summary>
    public static IEnumerable<Metric> Of(string program, string version, DateTimeOffset since) =>
    [
        Metric.Gauge($"{program}_build_info", "1, with the version as label.", [new MetricSample(1, ("version", version))]),
        Metric.Gauge("process_start_time_seconds", "When the program started, in seconds since 1970.", since.ToUnixTimeMilliseconds() / 1000.0),
        Metric.Counter("process_cpu_seconds_total", "Processor time used, in user and in kernel mode.", Environment.CpuUsage.TotalTime.TotalSeconds),
        Metric.Gauge("process_resident_memory_bytes", "Memory in use.", Environment.WorkingSet),
    ];

    /// <summary>How the actors of these supervisors do.</summary>
    public static IEnumerable<Metric> OfActors(string program, params IEnumerable<Supervisor> supervisors)
    {
        var actors = supervisors.SelectMany(supervisor => supervisor.Actors).GroupBy(actor => actor.Name).OrderBy(actor => actor.Key, StringComparer.Ordinal).ToList();
        return
        [
            Metric.Counter($"{program}_actor_messages_dropped_total", "Messages that found an actor's mailbox full.", Samples(actor => actor.Dropped)),
            Metric.Gauge($"{program}_actor_messages_waiting", "Messages that wait for an actor.", Samples(actor => actor.Waiting)),
            Metric.Counter($"{program}_actor_restarts_total", "Times an actor failed and began anew.", Samples(actor => actor.Restarts)),
        ];

        IEnumerable<MetricSample> Samples(Func<ActorCounts, long> count) =>
            actors.Select(actor => new MetricSample(actor.Sum(count), ("actor", actor.Key)));
    }
}
