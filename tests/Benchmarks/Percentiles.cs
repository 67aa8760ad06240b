using System.Globalization;

namespace PortSentry.Benchmarks;

/// <summary>Figures of a sample, in milliseconds.</summary>
internal sealed class Percentiles(IEnumerable<double> sample)
{
    private readonly double[] _sorted = [.. sample.Order()];

    /// <summary>The value that so many of a hundred do not exceed.</summary>
    public double At(double percent) => _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percent / 100))];

    /// <summary>As a line of a table.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"n {_sorted.Length,6}   p50 {At(50),8:0.00} ms   p90 {At(90),8:0.00} ms   p95 {At(95),8:0.00} ms   p99 {At(99),8:0.00} ms   max {_sorted[^1],8:0.00} ms");
}
