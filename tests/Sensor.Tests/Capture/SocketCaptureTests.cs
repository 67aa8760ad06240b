using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture;

/// <summary>Real sockets on the loopback.</summary>
public sealed class SocketCaptureTests : IDisposable
{
    private readonly Channel<Probe> _probes = Channel.CreateUnbounded<Probe>();
    private readonly Channel<BindNews> _news = Channel.CreateUnbounded<BindNews>();
    private SocketCapture? _capture;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Connection_is_a_probe_and_is_greeted_and_closed(string address)
    {
        var port = (ushort)FreePort.Find();
        Start(Transport.Tcp, "go away", port);

        using var client = new TcpClient(address, port);
        var said = new byte[64];
        var stream = client.GetStream();
        var length = await stream.ReadAtLeastAsync(said, said.Length, throwOnEndOfStream: false);

        Assert.Equal("go away", Encoding.UTF8.GetString(said, 0, length));
        var from = (IPEndPoint)client.Client.LocalEndPoint!;
        var probe = await NextProbe();
        Assert.Equal(
            (ScanKind.Connect, Address.Parse(address), Address.Parse(address), (ushort)from.Port, port),
            (probe.Kind, probe.Source, probe.Destination, probe.SourcePort, probe.Port));
    }

    [Fact]
    public async Task Connections_of_one_client_are_probes_of_their_own()
    {
        var port = (ushort)FreePort.Find();
        Start(Transport.Tcp, "", port);

        using (new TcpClient("127.0.0.1", port))
        using (new TcpClient("127.0.0.1", port))
        {
            Assert.NotEqual((await NextProbe()).Sequence, (await NextProbe()).Sequence);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Datagram_is_a_probe_and_is_not_answered(string address)
    {
        var port = (ushort)FreePort.Find();
        Start(Transport.Udp, "go away", port);

        using var client = new UdpClient(address, port);
        await client.SendAsync(new byte[600]);

        var probe = await NextProbe();
        Assert.Equal(
            (ScanKind.Udp, Address.Parse(address), Address.Parse(address), (ushort)((IPEndPoint)client.Client.LocalEndPoint!).Port, port),
            (probe.Kind, probe.Source, probe.Destination, probe.SourcePort, probe.Port));
        Assert.Equal(0, client.Available);
    }

    [Fact]
    public async Task Port_in_use_is_told_once_and_watched_when_it_is_free()
    {
        using var other = new TcpListener(IPAddress.Any, FreePort.Find());
        other.Start();
        var (taken, free) = ((ushort)((IPEndPoint)other.LocalEndpoint).Port, (ushort)FreePort.Find());
        var capture = Start(Transport.Tcp, "", taken, free);

        var refused = await NextNews();
        Assert.Equal([taken], refused.Refused);
        Assert.Equal(PortSet.Of([free]), capture.Bound);

        other.Stop();
        var wanted = PortSet.Of([taken, free]);
        // A program that another test starts at this moment holds the socket until it runs.
        await Eventually.True(
            () =>
            {
                // A scope with another banner: what has not changed is not tried again for a minute.
                capture.Use(new BindScope(wanted, new byte[1]));
                return capture.Bound.Equals(wanted);
            },
            "both ports are bound");

        var recovered = await NextNews();
        Assert.Empty(recovered.Refused);
        Assert.Equal([taken], recovered.Recovered);
        Assert.False(_news.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task Port_that_is_no_longer_listed_is_closed()
    {
        var (first, second) = ((ushort)FreePort.Find(), (ushort)FreePort.Find());
        var capture = Start(Transport.Tcp, "", first);

        capture.Use(new BindScope(PortSet.Of([second]), default));

        await Eventually.True(() => capture.Bound.Equals(PortSet.Of([second])), "the other port is bound");
        // As above: it may be open for a moment yet.
        await Eventually.True(() => Record.Exception(() => new TcpClient("127.0.0.1", first).Dispose()) is SocketException, "the first is closed");
    }

    [Fact]
    public async Task Contacts_wait_in_the_kernel_while_no_batch_is_free()
    {
        var port = (ushort)FreePort.Find();
        var kept = Channel.CreateUnbounded<ProbeBatch>();
        var lane = new ProbeLane(Transport.Tcp, kept.Writer.TryWrite);
        Start(lane, "", port);
        List<TcpClient> clients = [];
        List<ProbeBatch> held = [];

        // Eight batches are all there is; each connection that is seen by itself takes one.
        for (var i = 0; i < 8; i++)
        {
            clients.Add(new TcpClient("127.0.0.1", port));
            held.Add(await kept.Reader.ReadAsync().AsTask().Soon());
        }

        clients.Add(new TcpClient("127.0.0.1", port));
        Assert.False(kept.Reader.TryPeek(out _));
        lane.Return(held[0]);

        var waited = await kept.Reader.ReadAsync().AsTask().Soon();
        Assert.Equal(((IPEndPoint)clients[^1].Client.LocalEndPoint!).Port, waited.Probes[0].SourcePort);
        clients.ForEach(client => client.Dispose());
    }

    public void Dispose() => _capture?.Dispose();

    private SocketCapture Start(Transport transport, string banner, params ushort[] ports)
    {
        ProbeLane? lane = null;
        lane = new ProbeLane(transport, batch =>
        {
            foreach (var probe in batch.Probes)
                _probes.Writer.TryWrite(probe);
            lane!.Return(batch);
            return true;
        });
        return Start(lane, banner, ports);
    }

    private SocketCapture Start(ProbeLane lane, string banner, params ushort[] ports) => _capture = new SocketCapture(
        new BindScope(PortSet.Of(ports), Encoding.UTF8.GetBytes(banner)),
        lane,
        news => _news.Writer.TryWrite(news),
        TimeProvider.System,
        NullLogger<SocketCapture>.Instance);

    private Task<Probe> NextProbe() => _probes.Reader.ReadAsync().AsTask().Soon();

    private Task<BindNews> NextNews() => _news.Reader.ReadAsync().AsTask().Soon();
}
