using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Opens order streams and hands out snapshots, whatever engine carries them.</summary>
internal sealed partial class StreamDesk(
    LinkGate gate, ActorRef<BroadcastMessage> broadcast, ActorRef<SnapshotMessage> snapshots, ActorRef<SessionMessage> sessions, TimeProvider time, ILogger<StreamDesk> logger)
{
    private const int SnapshotsAtOnce = 32;
    private const int RetrySpread = 15;
    private static readonly TimeSpan LongestSnapshot = TimeSpan.FromSeconds(1);

    // A sensor waits two minutes for a snapshot, all in all.
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(90);

    private readonly Turns _snapshotTurns = new(SnapshotsAtOnce, LongestSnapshot, time);

    /// <summary>Opens a stream and has it carried until one side ends it.</summary>
    /// <param name="require">Finds out who asks; asked again once the stream is open.</param>
    /// <param name="held">The last order that the sensor holds.</param>
    /// <param name="carry">Carries it: the greeting first, as text, then what the stream says from its beginning on.</param>
    /// <param name="gone">Ends when the sensor has gone away.</param>
    public async Task FollowAsync(Func<Task<SensorPeer>> require, OrderPosition? held, Func<OrderStream, byte[], StreamBeginning, Task> carry, CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(require);
        ArgumentNullException.ThrowIfNull(carry);
        var sensor = await require().ConfigureAwait(false);
        var stream = new OrderStream(sensor.Id);
        var answer = new TaskCompletionSource<StreamBeginning>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!broadcast.Tell(new OpenStream(stream, held, answer)))
            throw LinkRefusedException.Overloaded();

        sessions.Tell(new StreamOpened(sensor));
        try
        {
            var beginning = await answer.Task.WaitAsync(gone).ConfigureAwait(false);
            // Whom a revocation or other labels have met before the stream was open, no end has reached.
            sensor = await require().ConfigureAwait(false);
            LogOpened(sensor.Name, beginning.Snapshot?.Why ?? "it goes on");
            await carry(stream, StreamText.Hello(new SensorGreeting(sensor.Id, sensor.Name, sensor.Labels, gate.Authorities, time.GetUtcNow())), beginning).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            LogEnded(sensor.Name, stream.EndedBecause ?? "the sensor went away");
        }
        finally
        {
            broadcast.Tell(new CloseStream(stream));
            sessions.Tell(new StreamClosed(sensor));
        }
    }

    /// <summary>A snapshot, the same for all. They go out a few at a time: of a whole fleet that fetches it at once nobody would be done, nor a ping answered, before all were.</summary>
    public async Task SnapshotAsync(SensorPeer sensor, Func<Snapshot, Task> carry, CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(carry);
        using var turn = await _snapshotTurns.TryTakeAsync(SnapshotPatience, gone).ConfigureAwait(false)
            ?? throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "too many sensors fetch a snapshot; try again later", RetryAfter(sensor.Id));

        var answer = new TaskCompletionSource<Snapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!snapshots.Tell(new GetSnapshot(answer)))
            throw LinkRefusedException.Overloaded();

        await carry(await answer.Task.WaitAsync(gone).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Sensors that are turned away together do not come back together.</summary>
    private static TimeSpan RetryAfter(SensorId sensor) => TimeSpan.FromSeconds(1 + ((uint)sensor.GetHashCode() % RetrySpread));

    [LoggerMessage(3405, LogLevel.Debug, "{Sensor} follows the orders: {How}")]
    private partial void LogOpened(string sensor, string how);

    [LoggerMessage(3406, LogLevel.Debug, "The order stream of {Sensor} is over: {Why}")]
    private partial void LogEnded(string sensor, string why);
}
