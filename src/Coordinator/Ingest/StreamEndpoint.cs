using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Ingest;

/// <summary><c>GET /sensor/v1/orders</c> and <c>GET /sensor/v1/snapshot</c>: what comes down to a sensor.</summary>
internal sealed partial class StreamEndpoint(
    LinkGate gate, ActorRef<BroadcastMessage> broadcast, ActorRef<SnapshotMessage> snapshots, ActorRef<SessionMessage> sessions, TimeProvider time, ILogger<StreamEndpoint> logger)
{
    private const int SnapshotsAtOnce = 32;
    private const int Piece = 64 * 1024;
    private const int RetrySpread = 15;
    private static readonly TimeSpan LongestSnapshot = TimeSpan.FromSeconds(1);

    // A sensor waits two minutes for a snapshot, all in all.
    private static readonly TimeSpan SnapshotPatience = TimeSpan.FromSeconds(90);

    private readonly Turns _snapshotTurns = new(SnapshotsAtOnce, LongestSnapshot, time);

    /// <summary>Serves an order stream until one side ends it.</summary>
    public async Task FollowAsync(HttpContext http)
    {
        var sensor = await gate.RequireAsync(http).ConfigureAwait(false);
        var stream = new OrderStream(sensor.Id);
        var answer = new TaskCompletionSource<StreamBeginning>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!broadcast.Tell(new OpenStream(stream, Held(http), answer)))
            throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "the coordinator has too much to do; try again later", TimeSpan.FromSeconds(1));

        sessions.Tell(new StreamOpened(sensor));
        try
        {
            var beginning = await answer.Task.WaitAsync(http.RequestAborted).ConfigureAwait(false);
            // Whom a revocation or other labels have met before the stream was open, no end has reached.
            sensor = await gate.RequireAsync(http).ConfigureAwait(false);
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            LogOpened(sensor.Name, beginning.Snapshot?.Why ?? "it goes on");
            var hello = StreamText.Hello(new SensorGreeting(sensor.Id, sensor.Name, sensor.Labels, gate.Authorities, time.GetUtcNow()));
            await stream.WriteAsync(http.Response.Body, hello, beginning, http.RequestAborted).ConfigureAwait(false);
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

    /// <summary>Serves a snapshot, compressed: it is the same for all. They go out a few at a time: of a whole fleet that fetches it at once nobody would be done, nor a ping answered, before all were.</summary>
    public async Task SnapshotAsync(HttpContext http)
    {
        var sensor = await gate.RequireAsync(http).ConfigureAwait(false);
        using var turn = await _snapshotTurns.TryTakeAsync(SnapshotPatience, http.RequestAborted).ConfigureAwait(false)
            ?? throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "too many sensors fetch a snapshot; try again later", RetryAfter(sensor.Id));

        var answer = new TaskCompletionSource<Snapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!snapshots.Tell(new GetSnapshot(answer)))
            throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "the coordinator has too much to do; try again later", TimeSpan.FromSeconds(1));

        var snapshot = await answer.Task.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.ContentLength = snapshot.Compressed.Length;
        // Piece by piece, as fast as the sensor takes it: what is written at once is copied at once, for every sensor.
        for (var rest = snapshot.Compressed; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
            await http.Response.Body.WriteAsync(rest[..Math.Min(Piece, rest.Length)], http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Sensors that are turned away together do not come back together.</summary>
    private static TimeSpan RetryAfter(SensorId sensor) => TimeSpan.FromSeconds(1 + ((uint)sensor.GetHashCode() % RetrySpread));

    private static OrderPosition? Held(HttpContext http) =>
        OrderPosition.TryParse(http.Request.Headers["Last-Event-ID"], out var held) ? held : null;

    [LoggerMessage(3405, LogLevel.Debug, "{Sensor} follows the orders: {How}")]
    private partial void LogOpened(string sensor, string how);

    [LoggerMessage(3406, LogLevel.Debug, "The order stream of {Sensor} is over: {Why}")]
    private partial void LogEnded(string sensor, string why);
}
