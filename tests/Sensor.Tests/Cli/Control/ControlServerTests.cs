using System.Net.Sockets;
using System.Text;
using PortSentry.Sensor.Cli.Control;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Cli.Control;

public sealed class ControlServerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private string Path => _folder["run/control.sock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Request_is_answered()
    {
        await using var server = Serve(request => new ControlReply { Error = $"heard {request}" });

        var reply = await Ask(new AskUnblock("192.0.2.7"));

        Assert.Equal("heard AskUnblock { Target = 192.0.2.7 }", reply?.Error);
    }

    [Fact]
    public async Task Socket_is_its_owners_alone_and_gone_when_the_server_ends()
    {
        var server = Serve();
        var mode = File.GetUnixFileMode(Path);

        await server.DisposeAsync();

        Assert.Equal((UnixFileMode.UserRead | UnixFileMode.UserWrite, false), (mode, File.Exists(Path)));
    }

    [Fact]
    public async Task Socket_that_a_dead_process_left_behind_is_replaced()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            dead.Bind(new UnixDomainSocketEndPoint(Path));
        await File.WriteAllTextAsync(Path, "in case the runtime has taken it away");

        await using var server = Serve();

        Assert.NotNull(await Ask(new AskStatus()));
    }

    [Fact]
    public async Task Nobody_that_serves_is_no_reply() => Assert.Null(await Ask(new AskStatus()));

    [Theory]
    [InlineData("{\"ask\":\"dance\"}\n", "this version of portsentry does not know that request")]
    [InlineData("not json\n", "this version of portsentry does not know that request")]
    [InlineData("{}\n", "this version of portsentry does not know that request")]
    [InlineData("null\n", "the request is empty")]
    public async Task Request_that_cannot_be_read_is_answered_by_an_error(string request, string error)
    {
        await using var server = Serve();

        Assert.Equal($"{{\"error\":\"{error}\"}}", await Say(request));
    }

    [Fact]
    public async Task Request_without_an_end_is_not_served()
    {
        await using var server = Serve();

        Assert.Equal("", await Say(new string('x', 64 * 1024)));
        Assert.NotNull(await Ask(new AskStatus()));
    }

    [Fact]
    public async Task Client_that_says_nothing_is_let_go_after_ten_seconds()
    {
        await using var server = Serve();
        using var client = await Connect();
        await _time.TimerDueIn(TimeSpan.FromSeconds(10)).Soon();

        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(0, await client.ReceiveAsync(new byte[10]).Soon());
    }

    private ControlServer Serve(Func<ControlRequest, ControlReply>? answer = null) => new(
        Path,
        (request, _) => Task.FromResult(answer?.Invoke(request) ?? new ControlReply()),
        _time,
        new CollectingLogger<ControlServer>());

    private Task<ControlReply?> Ask(ControlRequest request) => ControlClient.TryAskAsync(Path, request, CancellationToken.None).Soon();

    private async Task<Socket> Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path)).WaitAsync(Deadline.Generous);
        return socket;
    }

    /// <summary>Says this and hears until the server has said all; nothing when it hangs up.</summary>
    private async Task<string> Say(string text)
    {
        using var socket = await Connect();
        var heard = new StringBuilder();
        var buffer = new byte[1000];
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text)).Soon();
            int read;
            while ((read = await socket.ReceiveAsync(buffer).Soon()) > 0)
                heard.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // It hung up while there was more to read.
        }

        return heard.ToString();
    }
}
