using System.Net;
using System.Net.Sockets;
using System.Text;
using PortSentry.Sensor.Metrics;
using PortSentry.Shared.Metrics;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Metrics;

public sealed class MetricsListenerTests : IAsyncLifetime
{
    private readonly IPEndPoint _endPoint = FreeEndPoint();
    private readonly List<IAsyncDisposable> _owned = [];
    private SensorReading _reading = new([Metric.Gauge("x", "A thing.", 7)], [], null);

    public Task InitializeAsync()
    {
        _owned.Add(new MetricsListener(_endPoint, _ => Task.FromResult(_reading), TimeProvider.System, new CollectingLogger<MetricsListener>()));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var owned in _owned)
            await owned.DisposeAsync();
    }

    [Theory]
    [InlineData("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4", "x 7\n")]
    [InlineData("GET /metrics?a=b HTTP/1.0\r\n\r\n", "HTTP/1.1 200 OK", "x 7\n")]
    [InlineData("HEAD /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK", "\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK", "\r\n\r\nok\n")]
    [InlineData("GET /readyz HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK", "\r\n\r\nok\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found", "/readyz\n")]
    [InlineData("POST /metrics HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed", "served\n")]
    [InlineData("hello\r\n\r\n", "HTTP/1.1 400 Bad Request", "request\n")]
    public async Task Request_is_answered(string request, string begin, string end)
    {
        var answer = await AskAsync(request).Soon();
        Assert.StartsWith(begin, answer, StringComparison.Ordinal);
        Assert.EndsWith(end, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_that_does_not_answer_is_named_by_health_and_readiness()
    {
        _reading = _reading with { Silent = ["block"] };
        Assert.EndsWith("does not answer: block\n", await AskAsync("GET /healthz HTTP/1.1\r\n\r\n").Soon(), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503", await AskAsync("GET /readyz HTTP/1.1\r\n\r\n").Soon(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_who_say_nothing_hold_it_up_for_two_seconds_only()
    {
        var strangers = new List<TcpClient>();
        for (var i = 0; i < 40; i++)
        {
            var stranger = new TcpClient();
            strangers.Add(stranger);
            _ = stranger.ConnectAsync(_endPoint);
        }

        Assert.EndsWith("x 7\n", await AskAsync("GET /metrics HTTP/1.1\r\n\r\n").Soon(), StringComparison.Ordinal);
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Fact]
    public async Task Request_without_end_is_cut_off()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_endPoint);
        await client.GetStream().WriteAsync(new byte[8 * 1024]);
        Assert.Equal(0, await ReadOrResetAsync(client).Soon());
    }

    private async Task<string> AskAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_endPoint);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync();
    }

    private static async Task<int> ReadOrResetAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IPEndPoint FreeEndPoint() => new(IPAddress.Loopback, FreePort.Find());
}
