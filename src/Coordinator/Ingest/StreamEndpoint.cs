using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Ingest;

/// <summary><c>GET /sensor/v1/orders</c> and <c>GET /sensor/v1/snapshot</c>: what comes down to a sensor.</summary>
internal sealed class StreamEndpoint(LinkGate gate, StreamDesk streams)
{
    private const int Piece = 64 * 1024;

    /// <summary>Serves an order stream until one side ends it.</summary>
    public Task FollowAsync(HttpContext http) => streams.FollowAsync(
        () => gate.RequireAsync(http),
        Held(http),
        (stream, hello, beginning) =>
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            return stream.WriteAsync(http.Response.Body, hello, beginning, http.RequestAborted);
        },
        http.RequestAborted);

    /// <summary>Serves a snapshot, compressed.</summary>
    public async Task SnapshotAsync(HttpContext http)
    {
        var sensor = await gate.RequireAsync(http).ConfigureAwait(false);
        await streams.SnapshotAsync(sensor, snapshot => WriteAsync(http, snapshot), http.RequestAborted).ConfigureAwait(false);
    }

    private static async Task WriteAsync(HttpContext http, Snapshot snapshot)
    {
        http.Response.ContentType = "application/x-ndjson";
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.ContentLength = snapshot.Compressed.Length;
        // Piece by piece, as fast as the sensor takes it: what is written at once is copied at once, for every sensor.
        for (var rest = snapshot.Compressed; !rest.IsEmpty; rest = rest[Math.Min(Piece, rest.Length)..])
            await http.Response.Body.WriteAsync(rest[..Math.Min(Piece, rest.Length)], http.RequestAborted).ConfigureAwait(false);
    }

    private static OrderPosition? Held(HttpContext http) =>
        OrderPosition.TryParse(http.Request.Headers["Last-Event-ID"], out var held) ? held : null;
}
