namespace PortSentry.Shared.Metrics;

/// <summary>What a metric's figures are.</summary>
public enum MetricKind
{
    /// <summary>Rises, and begins anew with its owner.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>How many fell below each bound.</summary>
    Histogram,
}
