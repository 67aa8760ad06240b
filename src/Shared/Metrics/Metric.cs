namespace PortSentry.Shared.Metrics;

/// <summary>One metric with all its figures at a moment.</summary>
public sealed record Metric(string Name, MetricKind Kind, string Meaning, IReadOnlyList<MetricSample> Samples)
{
    /// <summary>What rises only; its name ends in _total.</summary>
    public static Metric Counter(string name, string meaning, params IEnumerable<MetricSample> samples) => new(name, MetricKind.Counter, meaning, [.. samples]);

    /// <summary>One counter without labels.</summary>
    public static Metric Counter(string name, string meaning, double value) => Counter(name, meaning, new MetricSample(value));

    /// <summary>What goes up and down.</summary>
    public static Metric Gauge(string name, string meaning, params IEnumerable<MetricSample> samples) => new(name, MetricKind.Gauge, meaning, [.. samples]);

    /// <summary>One gauge without labels.</summary>
    public static Metric Gauge(string name, string meaning, double value) => Gauge(name, meaning, new MetricSample(value));

    /// <summary>How long things took.</summary>
    public static Metric Histogram(string name, string meaning, DurationCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var sum = 0L;
        List<MetricSample> samples = [];
        foreach (var (bound, count) in DurationCounts.Bounds.Append(double.PositiveInfinity).Zip(counts.Counts))
            samples.Add(new MetricSample(sum += count, ("le", MetricsText.Number(bound))) { Suffix = "_bucket" });
        samples.Add(new MetricSample(counts.Seconds) { Suffix = "_sum" });
        samples.Add(new MetricSample(sum) { Suffix = "_count" });
        return new Metric(name, MetricKind.Histogram, meaning, samples);
    }
}
