namespace PortSentry.Shared.Metrics;

/// <summary>One figure of a metric.</summary>
/// <param name="Value">The figure, in the base unit that the metric's name ends in.</param>
/// <param name="Labels">What tells it from the metric's others: our own words, never those of a stranger.</param>
public sealed record MetricSample(double Value, params IReadOnlyList<(string Name, string Value)> Labels)
{
    /// <summary>What follows the metric's name; empty but for the parts of a histogram.</summary>
    public string Suffix { get; init; } = "";
}
