using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;

namespace PortSentry.Sensor.Metrics;

/// <summary>Owns the listener for metrics and what is told there: however often strangers ask, the other actors are asked once a second at the most. An address that cannot be listened on is tried again.</summary>
internal sealed partial class MetricsActor : Actor<MetricsMessage>
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly MetricsDoor _door;
    private readonly Func<CancellationToken, Task<SensorReading>> _read;
    private readonly ILogger<MetricsActor> _logger;
    private readonly Reminder _failed = new();
    private IPEndPoint? _wanted;
    private SensorReading? _reading;
    private long _readAt;

    /// <param name="first">Where to listen at first; null for nowhere.</param>
    /// <param name="door">Holds the listener.</param>
    /// <param name="read">Asks the other actors; ends in time.</param>
    /// <param name="logger">Where failures are told.</param>
    public MetricsActor(IPEndPoint? first, MetricsDoor door, Func<CancellationToken, Task<SensorReading>> read, ILogger<MetricsActor> logger)
    {
        (_wanted, _door, _read, _logger) = (first, door, read, logger);
        Become(Ready);
    }

    protected override ValueTask OnStarted()
    {
        Context.Self.Tell(new ListenAgain());
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnStopped() => _door.DisposeAsync();

    private async ValueTask Ready(MetricsMessage message)
    {
        switch (message)
        {
            case ListenAt at:
                _wanted = at.EndPoint;
                await ListenAsync().ConfigureAwait(false);
                break;
            case ListenAgain:
                await ListenAsync().ConfigureAwait(false);
                break;
            case GetReading get:
                get.Answer.TrySetResult(await ReadAsync().ConfigureAwait(false));
                break;
        }
    }

    private async ValueTask ListenAsync()
    {
        Context.Cancel("listen");
        try
        {
            await _door.MoveAsync(_wanted).ConfigureAwait(false);
            if (_failed.IsOver() && _wanted is not null)
                LogListens(_wanted);
        }
        catch (SocketException failure)
        {
            if (_failed.IsDue(Context.Time))
                LogFailed(_wanted!, failure.Message);
            Context.After("listen", RetryAfter, new ListenAgain());
        }
    }

    private async ValueTask<SensorReading> ReadAsync()
    {
        if (_reading is null || Context.Time.GetElapsedTime(_readAt) >= Age)
        {
            _reading = await _read(Context.Stopping).ConfigureAwait(false);
            _readAt = Context.Time.GetTimestamp();
        }

        return _reading;
    }

    [LoggerMessage(9201, LogLevel.Error, "METRICS_LISTEN: {EndPoint} cannot be listened on: {Problem}; it is tried again until it can")]
    private partial void LogFailed(IPEndPoint endPoint, string problem);

    [LoggerMessage(9202, LogLevel.Information, "METRICS_LISTEN: {EndPoint} is listened on")]
    private partial void LogListens(IPEndPoint endPoint);
}
