using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Metrics;

namespace PortSentry.Shared.Tests.Metrics;

public sealed class MetricsTextTests
{
    [Fact]
    public void Metrics_are_written_as_the_format_has_them() => Assert.Equal(
        """
        # HELP x_total Things.\nOf \\ two lines.
        # TYPE x_total counter
        x_total{kind="a \"b\" \\ c\nd",mode="m"} 3
        # HELP y Now.
        # TYPE y gauge
        y 0.5

        """.ReplaceLineEndings("\n"),
        MetricsText.Of(
        [
            Metric.Counter("x_total", "Things.\nOf \\ two lines.", [new MetricSample(3, ("kind", "a \"b\" \\ c\nd"), ("mode", "m"))]),
            Metric.Gauge("y", "Now.", 0.5),
        ]));

    [Fact]
    public void Any_label_is_one_line_and_reads_back_as_it_was() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null),
        text =>
        {
            var escaped = MetricsText.Escaped(text, isLabel: true);
            return !escaped.Contains('\n', StringComparison.Ordinal) && !Unquoted(escaped) && Read(escaped) == text;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Histogram_counts_what_is_at_or_below_each_bound()
    {
        var tally = new DurationTally();
        tally.Add(TimeSpan.FromMilliseconds(1));
        tally.Add(TimeSpan.FromMilliseconds(2));
        tally.Add(TimeSpan.FromMinutes(5));
        tally.Add(TimeSpan.FromSeconds(-1));
        var lines = MetricsText.Of([Metric.Histogram("d_seconds", "Took.", tally.Counts)]).Split('\n');

        Assert.Contains("d_seconds_bucket{le=\"0.0005\"} 1", lines);
        Assert.Contains("d_seconds_bucket{le=\"0.001\"} 2", lines);
        Assert.Contains("d_seconds_bucket{le=\"0.0025\"} 3", lines);
        Assert.Contains("d_seconds_bucket{le=\"60\"} 3", lines);
        Assert.Contains("d_seconds_bucket{le=\"+Inf\"} 4", lines);
        Assert.Contains("d_seconds_sum 300.003", lines);
        Assert.Contains("d_seconds_count 4", lines);
    }

    /// <summary>True when a quote would end the label early.</summary>
    private static bool Unquoted(string escaped) => escaped.Replace("\\\\", "", StringComparison.Ordinal).Replace("\\\"", "", StringComparison.Ordinal).Contains('"', StringComparison.Ordinal);

    /// <summary>As the format says a reader does it.</summary>
    private static string Read(string escaped)
    {
        var text = new StringBuilder();
        for (var at = 0; at < escaped.Length; at++)
        {
            var c = escaped[at];
            text.Append(c == '\\' ? (escaped[++at] == 'n' ? '\n' : escaped[at]) : c);
        }

        return text.ToString();
    }
}
