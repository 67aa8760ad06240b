using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

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
    public async Task<IReadOnlyDictionary<string, int>> StatesAsync()
    {
        using var sensors = await GetAsync("sensors");
        return sensors.RootElement.EnumerateArray().CountBy(sensor => sensor.GetProperty("state").GetString()!).ToDictionary();
    }

    /// <summary>Bytes of the managed heap that are in use, after a full collection.</summary>
    public async Task<long> ManagedBytesAsync()
    {
        using var memory = await GetAsync("memory?collect=true");
        return memory.RootElement.GetProperty("managed").GetInt64();
    }

    /// <summary>Makes a change; it must be made.</summary>
    public async Task ChangeAsync(string kind, string target)
    {
        using var answer = await _http.PostAsJsonAsync("changes", new Dictionary<string, string> { ["change"] = kind, ["target"] = target, ["who"] = "simulator", ["reason"] = "measured" });
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode || text.Contains("\"error\"", StringComparison.Ordinal))
            throw new InvalidOperationException($"{kind} {target}: {text}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync(string path)
    {
        await using var body = await _http.GetStreamAsync(new Uri(path, UriKind.Relative));
        return await JsonDocument.ParseAsync(body);
    }
}
