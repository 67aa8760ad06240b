using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using PortSentry.Shared.Net;

namespace PortSentry.TestKit.Simulation;

/// <summary>Asks a coordinator over its control socket, without a process for each question.</summary>
public sealed class OperatorClient : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>Whoever may open this socket.</summary>
    public OperatorClient(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancel) =>
            {
                var stream = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await stream.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
                return new NetworkStream(stream, ownsSocket: true);
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://coordinator/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>How many sensors there are of each state.</summary>
    public async Task<IReadOnlyDictionary<string, int>> StatesAsync() => (await SensorsAsync()).CountBy(sensor => sensor.State).ToDictionary();

    /// <summary>The sensors, each with its state.</summary>
    public async Task<IReadOnlyList<(string Name, string State)>> SensorsAsync()
    {
        List<(string, string)> sensors = [];
        for (string? cursor = ""; cursor is not null;)
        {
            using var page = await GetAsync($"sensors?max=1000&cursor={Uri.EscapeDataString(cursor)}");
            sensors.AddRange(page.RootElement.GetProperty("rows").EnumerateArray().Select(sensor => (sensor.GetProperty("name").GetString()!, sensor.GetProperty("state").GetString()!)));
            cursor = page.RootElement.TryGetProperty("older", out var older) ? older.GetString() : null;
        }

        return sensors;
    }

    /// <summary>Bytes of the managed heap that are in use, after a full collection.</summary>
    public async Task<long> ManagedBytesAsync()
    {
        using var memory = await GetAsync("memory?collect=true");
        return memory.RootElement.GetProperty("managed").GetInt64();
    }

    /// <summary>A new token, good for one sensor and an hour.</summary>
    public async Task<string> TokenAsync()
    {
        using var answer = await _http.PostAsJsonAsync(new Uri("tokens", UriKind.Relative), new { Uses = 1, Seconds = 3600, Labels = new Dictionary<string, string>() });
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"a token: {body}");
        using var made = JsonDocument.Parse(body);
        return made.RootElement.GetProperty("token").GetProperty("text").GetString()!;
    }

    /// <summary>Lifts the blocks of a target; it must succeed.</summary>
    public async Task UnblockAsync(Cidr target)
    {
        using var answer = await _http.DeleteAsync(new Uri($"blocks/{target}?reason=measured", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"unblock {target}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync(string path)
    {
        await using var body = await _http.GetStreamAsync(new Uri(path, UriKind.Relative));
        return await JsonDocument.ParseAsync(body);
    }
}
