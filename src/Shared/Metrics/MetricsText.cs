using System.Globalization;
using System.Text;

namespace PortSentry.Shared.Metrics;

/// <summary>Writes metrics in Prometheus' text format 0.0.4.</summary>
public static class MetricsText
{
    /// <summary>The media type of the format.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>All of them, in their order.</summary>
    public static string Of(IEnumerable<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var text = new StringBuilder();
        foreach (var metric in metrics)
        {
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(Escaped(metric.Meaning, isLabel: false)).Append('\n');
            text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(Word(metric.Kind)).Append('\n');
            foreach (var sample in metric.Samples)
                Append(text, metric.Name, sample);
        }

        return text.ToString();
    }

    /// <summary>A figure as the format has it.</summary>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>A text within the format: a backslash, a line's end and, in a label, a quote are escaped.</summary>
    public static string Escaped(string text, bool isLabel)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static void Append(StringBuilder text, string name, MetricSample sample)
    {
        text.Append(name).Append(sample.Suffix);
        if (sample.Labels.Count > 0)
            text.Append('{').AppendJoin(',', sample.Labels.Select(label => $"{label.Name}=\"{Escaped(label.Value, isLabel: true)}\"")).Append('}');
        text.Append(' ').Append(Number(sample.Value)).Append('\n');
    }

    private static string Word(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        _ => "histogram",
    };
}
