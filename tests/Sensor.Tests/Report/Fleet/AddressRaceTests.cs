using System.Net;
using System.Net.Sockets;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class AddressRaceTests
{
    private static readonly IPAddress One = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Another = IPAddress.Parse("127.0.0.3");

    private readonly int _port = FreePort.Find();
    private readonly AddressRace _race = new();

    [Fact]
    public async Task Address_that_answers_nothing_holds_up_no_other()
    {
        using var silent = await SilentAsync(One);
        using var listener = Listen(Another);

        using var socket = await ConnectAsync(One, Another);

        Assert.Equal(new IPEndPoint(Another, _port), socket.RemoteEndPoint);
    }

    [Fact]
    public async Task Address_that_refuses_gives_way_to_the_next()
    {
        using var listener = Listen(Another);

        using var socket = await ConnectAsync(One, Another);

        Assert.Equal(new IPEndPoint(Another, _port), socket.RemoteEndPoint);
    }

    [Fact]
    public async Task Host_none_of_whose_addresses_takes_connections_says_so()
    {
        var failure = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(One, Another));

        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
        Assert.Equal(SocketError.HostNotFound, (await Assert.ThrowsAsync<SocketException>(() => ConnectAsync())).SocketErrorCode);
    }

    [Fact]
    public async Task Each_connection_begins_with_another_address_and_tries_only_so_many()
    {
        using var listener = Listen(Another);
        IPAddress[] addresses = [.. Enumerable.Repeat(One, AddressRace.MaxAddresses), Another];

        for (var first = 0; first < 2 * addresses.Length; first++)
        {
            if (first % addresses.Length == 0)
            {
                await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(addresses));
                continue;
            }

            using var socket = await ConnectAsync(addresses);
            Assert.Equal(new IPEndPoint(Another, _port), socket.RemoteEndPoint);
        }
    }

    [Fact]
    public async Task Connections_to_other_hosts_change_nothing_in_that_order()
    {
        using var listener = Listen(Another);
        IPAddress[] addresses = [.. Enumerable.Repeat(One, AddressRace.MaxAddresses), Another];
        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync("c1.example", addresses));

        await Assert.ThrowsAsync<SocketException>(() => ConnectAsync("c2.example", addresses));

        using var socket = await ConnectAsync("C1.example", addresses);
        Assert.Equal(new IPEndPoint(Another, _port), socket.RemoteEndPoint);
    }

    [Fact]
    public async Task Wait_for_silent_addresses_ends_when_it_is_told_to()
    {
        using var silent = await SilentAsync(One);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _race.ConnectAsync("c1.example", [One], _port, soon.Token));
    }

    private Task<Socket> ConnectAsync(params IPAddress[] addresses) => ConnectAsync("c1.example", addresses);

    private Task<Socket> ConnectAsync(string host, params IPAddress[] addresses) => _race.ConnectAsync(host, addresses, _port, CancellationToken.None).Soon();

    private Socket Listen(IPAddress address, int backlog = 16)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, _port));
        socket.Listen(backlog);
        return socket;
    }

    /// <summary>An address whose queue of connections is full: Linux drops a SYN for it without a word.</summary>
    private async Task<TemporaryCrowd> SilentAsync(IPAddress address)
    {
        var crowd = new TemporaryCrowd(Listen(address, backlog: 0));
        // The first of a backlog of 0 is taken; one that is not answered shows that it is full.
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            crowd.Sockets.Add(socket);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, _port), patience.Token);
            }
            catch (OperationCanceledException)
            {
                return crowd;
            }
        }
    }

    private sealed class TemporaryCrowd(Socket listener) : IDisposable
    {
        public List<Socket> Sockets { get; } = [listener];

        public void Dispose() => Sockets.ForEach(socket => socket.Dispose());
    }
}
