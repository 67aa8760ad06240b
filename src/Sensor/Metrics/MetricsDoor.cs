using System.Net;
using Microsoft.Extensions.Logging;

namespace PortSentry.Sensor.Metrics;

/// <summary>Holds the listener for metrics, so that it outlives a failure of its actor, who alone touches this.</summary>
internal sealed class MetricsDoor(Func<CancellationToken, Task<SensorReading>> ask, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private MetricsListener? _listener;

    /// <summary>Where it listens; null for nowhere.</summary>
    public IPEndPoint? OpenAt { get; private set; }

    /// <summary>Listens here, and nowhere else; throws SocketException when the address cannot be had.</summary>
    public async ValueTask MoveAsync(IPEndPoint? endPoint)
    {
        if (Equals(endPoint, OpenAt))
            return;

        await DisposeAsync().ConfigureAwait(false);
        if (endPoint is not null)
            _listener = new MetricsListener(endPoint, ask, time, loggers.CreateLogger<MetricsListener>());
        OpenAt = endPoint;
    }

    /// <summary>Ends listening.</summary>
    public async ValueTask DisposeAsync()
    {
        OpenAt = null;
        if (_listener is not null)
            await _listener.DisposeAsync().ConfigureAwait(false);
        _listener = null;
    }
}
