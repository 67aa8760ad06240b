using PortSentry.Sensor.Block;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Metrics;

namespace PortSentry.Sensor.Metrics;

/// <summary>Asks the actors of the sensor how they are, all at once, and waits for none longer than three seconds.</summary>
internal sealed class SensorReader(SensorService service, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>How the sensor is now.</summary>
    public async Task<SensorReading> ReadAsync(CancellationToken cancel)
    {
        var silent = new List<string>();
        var running = service.Modes.Running;
        var host = AskAsync<HostMessage, HostView>(service.Host, answer => new GetHostView(answer), cancel);
        var blocks = AskAsync<BlockCommand, BlockCounts>(service.Blocks, answer => new GetBlockCounts(answer), cancel);
        var modes = running.Select(one => (one.Mode, Counts: AskAsync<DetectorMessage, DetectorCounts>(one.Detector, answer => new GetDetectorCounts(answer), cancel))).ToList();
        var fleet = service.Fleet is { } part ? InTimeAsync(part.GetStateAsync(cancel), cancel) : null;

        List<(ProtocolMode, DetectorCounts)> counts = [];
        foreach (var (mode, asked) in modes)
        {
            if (await asked.ConfigureAwait(false) is (true, { } answer))
                counts.Add((mode, answer));
            else
                silent.Add(mode.Name());
        }

        if (await host.ConfigureAwait(false) is (false, _))
            silent.Add(service.Host.Name);
        List<Metric> metrics =
        [
            .. ProcessMetrics.Of("portsentry", ProductVersion.Text, service.Since),
            Metric.Gauge("portsentry_simulating", "1 when SIMULATE is set and nothing is blocked, else 0.", service.Options.Simulate ? 1 : 0),
            .. SensorMetrics.Of(service.Modes.GetCounts()),
            .. SensorMetrics.Of(counts),
        ];
        if (await blocks.ConfigureAwait(false) is (true, { } blocked))
            metrics.AddRange(SensorMetrics.Of(blocked));
        else
            silent.Add(service.Blocks.Name);
        var linked = fleet is null ? default : await fleet.ConfigureAwait(false);
        if (fleet is not null && !linked.Answered)
            silent.Add("fleet");
        metrics.AddRange(SensorMetrics.Of(linked.Answered ? (linked.Answer.Link, linked.Answer.Outbox) : null));
        metrics.AddRange(ProcessMetrics.OfActors("portsentry", service.Supervisors));
        return new SensorReading(metrics, silent, running.Count == 0 ? "no mode watches yet" : null);
    }

    private Task<(bool Answered, TAnswer? Answer)> AskAsync<TMessage, TAnswer>(ActorRef<TMessage> actor, Func<TaskCompletionSource<TAnswer>, TMessage> question, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        actor.Tell(question(answer));
        return InTimeAsync(answer.Task, cancel);
    }

    private async Task<(bool Answered, TAnswer? Answer)> InTimeAsync<TAnswer>(Task<TAnswer> asked, CancellationToken cancel)
    {
        try
        {
            return (true, await asked.WaitAsync(Patience, time, cancel).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return (false, default);
        }
    }
}
