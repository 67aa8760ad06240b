using System.Collections.Concurrent;
using PortSentry.Shared.Metrics;

namespace PortSentry.Coordinator.Metrics;

/// <summary>Counts the requests that were answered, by listener and status code; bounded by the codes that there are. Any thread may count.</summary>
internal sealed class RequestCounts
{
    private readonly ConcurrentDictionary<(string Listener, int Code), long> _counts = new();

    /// <summary>The counts as figures of a metric.</summary>
    public IEnumerable<MetricSample> Samples =>
        _counts.OrderBy(one => one.Key).Select(one => new MetricSample(one.Value, ("listener", one.Key.Listener), ("code", MetricsText.Number(one.Key.Code))));

    /// <summary>Counts all that a listener answers; to be called before anything else has a part in its requests.</summary>
    public void Follow(WebApplication app, string listener) => app.Use(async (http, next) =>
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            _counts.AddOrUpdate((listener, http.Response.StatusCode), 1, static (_, count) => count + 1);
        }
    });
}
