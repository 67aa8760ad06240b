using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Config;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Metrics;

/// <summary>Tells the sensor's metrics wherever METRICS_LISTEN says, from now on.</summary>
internal sealed class MetricsService
{
    private const int Questions = 64;

    private readonly ActorRef<MetricsMessage> _metrics;

    /// <summary>Starts it.</summary>
    public MetricsService(SensorService service, Supervisor supervisor, TimeProvider time, ILoggerFactory loggers)
    {
        var reader = new SensorReader(service, time);
        var door = new MetricsDoor(AskAsync, time, loggers);
        _metrics = supervisor.Spawn("metrics", new Mailbox<MetricsMessage>(Questions), () => new MetricsActor(service.Options.MetricsListen, door, reader.ReadAsync, loggers.CreateLogger<MetricsActor>()));
    }

    /// <summary>Listens where this configuration says.</summary>
    public void Follow(SensorOptions options) => _metrics.Tell(new ListenAt(options.MetricsListen));

    private async Task<SensorReading> AskAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<SensorReading>(TaskCreationOptions.RunContinuationsAsynchronously);
        _metrics.Tell(new GetReading(answer));
        return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
    }
}
