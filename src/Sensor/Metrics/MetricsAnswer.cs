using System.Text;
using PortSentry.Shared.Metrics;

namespace PortSentry.Sensor.Metrics;

/// <summary>What is answered to a request, as bytes to send.</summary>
internal static class MetricsAnswer
{
    private const string Plain = "text/plain; charset=utf-8";

    /// <summary>The answer to a request's head.</summary>
    public static async Task<byte[]> OfAsync(string head, Func<CancellationToken, Task<SensorReading>> read, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(read);
        if (head.Split("\r\n", 2)[0].Split(' ') is not [var method, var target, ['H', 'T', 'T', 'P', '/', '1', '.', _]])
            return Bytes("400 Bad Request", Plain, "this is no HTTP/1 request\n", isHead: false);

        var isHead = method == "HEAD";
        if (method is not ("GET" or "HEAD"))
            return Bytes("405 Method Not Allowed", Plain, "only GET and HEAD are served\n", isHead);

        return target.Split('?', 2)[0] switch
        {
            "/metrics" => Bytes("200 OK", MetricsText.MediaType, MetricsText.Of((await read(cancel).ConfigureAwait(false)).Metrics), isHead),
            "/healthz" => Health(Alive(await read(cancel).ConfigureAwait(false)), isHead),
            "/readyz" => Health(Ready(await read(cancel).ConfigureAwait(false)), isHead),
            _ => Bytes("404 Not Found", Plain, "there is /metrics, /healthz and /readyz\n", isHead),
        };
    }

    private static string? Alive(SensorReading reading) =>
        reading.Silent.Count > 0 ? $"does not answer: {string.Join(", ", reading.Silent)}" : null;

    private static string? Ready(SensorReading reading) => reading.Unready ?? Alive(reading);

    private static byte[] Health(string? problem, bool isHead) =>
        Bytes(problem is null ? "200 OK" : "503 Service Unavailable", Plain, $"{problem ?? "ok"}\n", isHead);

    private static byte[] Bytes(string status, string mediaType, string text, bool isHead)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {mediaType}\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n");
        return isHead ? head : [.. head, .. body];
    }
}
