namespace PortSentry.Shared.Metrics;

/// <summary>How many durations fell below each bound, and their sum.</summary>
/// <param name="Counts">A count a bound, those below a lower one left out; the last is of those above all.</param>
/// <param name="Seconds">The sum.</param>
public sealed record DurationCounts(IReadOnlyList<long> Counts, double Seconds)
{
    /// <summary>The bounds, in seconds: from a tenth of a millisecond to a minute.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
}
