using System.Net;
using System.Net.Sockets;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Host.Interop;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Interop.Tests;

/// <summary>The kernel of this machine answers as we read it.</summary>
public sealed class KernelTests
{
    private static readonly Address Loopback = Address.Parse("127.0.0.1");
    private static readonly Address Loopback6 = Address.Parse("::1");

    [Fact]
    public void Exact_question_finds_a_listener_and_not_a_closed_port()
    {
        using var listener = Listen(IPAddress.Loopback, out var open);
        using var sockets = new KernelSockets();

        Assert.True(sockets.HasSocketFor(ProbeOf(Loopback, open)));
        Assert.False(sockets.HasSocketFor(ProbeOf(Loopback, ClosedPort())));
        Assert.Equal(0, sockets.Failures);
    }

    [Fact]
    public void Exact_question_over_IPv4_finds_a_listener_on_all_addresses_of_IPv6()
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        listener.Start();
        var port = (ushort)((IPEndPoint)listener.LocalEndpoint).Port;
        using var sockets = new KernelSockets();

        Assert.True(sockets.HasSocketFor(ProbeOf(Loopback, port)));
        Assert.True(sockets.HasSocketFor(ProbeOf(Loopback6, port)));
    }

    [Fact]
    public void Exact_question_about_UDP_finds_sockets_of_both_families_and_not_a_closed_port()
    {
        using var ipv4 = BindUdp(new IPEndPoint(IPAddress.Loopback, 0), out var onIPv4);
        using var both = BindUdp(new IPEndPoint(IPAddress.IPv6Any, 0), out var onBoth);
        using var sockets = new KernelSockets();

        Assert.Equal([true, false, true, false], new[] { (Loopback, onIPv4), (Loopback6, onIPv4), (Loopback, onBoth), (Loopback, ClosedPort()) }
            .Select(pair => sockets.HasSocketFor(ProbeOf(pair.Item1, pair.Item2) with { Kind = ScanKind.Udp })));
        Assert.True(sockets.HasSocketFor(ProbeOf(Loopback6, onBoth) with { Kind = ScanKind.Udp }));
        Assert.False(sockets.HasSocketFor(ProbeOf(Loopback, onIPv4)));
        Assert.Equal(0, sockets.Failures);
    }

    [Fact]
    public void Connected_socket_of_UDP_is_found_for_its_peer_alone()
    {
        using var client = BindUdp(new IPEndPoint(IPAddress.Loopback, 0), out var port);
        client.Connect(new IPEndPoint(IPAddress.Loopback, 53));
        using var sockets = new KernelSockets();
        var answer = ProbeOf(Loopback, port) with { Kind = ScanKind.Udp, Source = Loopback, SourcePort = 53 };

        Assert.True(sockets.HasSocketFor(answer));
        Assert.False(sockets.HasSocketFor(answer with { SourcePort = 54 }));
        Assert.False(sockets.HasSocketFor(answer with { Source = Address.Parse("192.0.2.1") }));
    }

    [Fact]
    public void List_of_UDP_has_what_is_bound_and_not_what_is_connected()
    {
        using var bound = BindUdp(new IPEndPoint(IPAddress.IPv6Any, 0), out var open);
        using var client = BindUdp(new IPEndPoint(IPAddress.Loopback, 0), out var connected);
        client.Connect(new IPEndPoint(IPAddress.Loopback, 53));
        using var sockets = new KernelSockets();

        var listeners = sockets.ListListeners(Transport.Udp)!;

        Assert.Equal([ServicePort.AnyIPv6, ServicePort.AnyIPv4], listeners.Where(service => service.Port == open).Select(service => service.Address).Order());
        Assert.DoesNotContain(listeners, service => service.Port == connected);
    }

    [Fact]
    public void Listener_list_has_one_entry_an_address_and_two_for_both_families()
    {
        using var one = Listen(IPAddress.Loopback, out var onOne);
        using var all = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = true } };
        all.Start();
        using var only6 = new TcpListener(IPAddress.IPv6Any, 0) { Server = { DualMode = false } };
        only6.Start();
        using var sockets = new KernelSockets();

        var listeners = sockets.ListListeners(Transport.Tcp)!.ToHashSet();

        Assert.Contains(new ServicePort(Loopback, onOne), listeners);
        Assert.Equal(
            [ServicePort.AnyIPv6, ServicePort.AnyIPv4],
            listeners.Where(service => service.Port == PortOf(all)).Select(service => service.Address).Order());
        Assert.Equal([ServicePort.AnyIPv6], listeners.Where(service => service.Port == PortOf(only6)).Select(service => service.Address));
    }

    [Fact]
    public void Peer_of_an_established_connection_is_listed()
    {
        using var listener = Listen(IPAddress.Loopback, out var port);
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
        using var sockets = new KernelSockets();

        Assert.Contains(Loopback, sockets.ListPeers());
    }

    [Fact]
    public void Own_addresses_and_links_are_read()
    {
        var host = RouteTable.Read();

        Assert.Contains(Loopback, host.Own.AsEnumerable());
        Assert.Contains(Cidr.Parse("127.0.0.0/8"), host.OnLink.Networks);
    }

    [Fact]
    public void Nft_refuses_in_its_own_words_and_its_netlink_port_is_known()
    {
        using var nftables = new Nftables();

        var refusal = Assert.Throws<NftablesException>(() => nftables.Run("add rule inet no_such_table somewhere drop"));

        Assert.Contains("No such file or directory", refusal.Message, StringComparison.Ordinal);
        Assert.True(nftables.IsOthers(1));
    }

    [Fact]
    public void Nft_contexts_closed_again_and_again_leave_no_descriptor_behind()
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;

        for (var i = 0; i < 100; i++)
        {
            using var nftables = new Nftables();
            nftables.List("list tables", withElements: false);
            using var sockets = new KernelSockets();
            sockets.ListListeners(Transport.Tcp);
        }

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 20);
    }

    [Fact]
    public async Task Programs_run_again_and_again_leave_no_descriptor_behind()
    {
        var before = Directory.GetFiles("/proc/self/fd").Length;

        for (var i = 0; i < 50; i++)
            Assert.NotNull(await Programs.TryRunAsync("true", [], TimeSpan.FromSeconds(30), TimeProvider.System, default));

        Assert.InRange(Directory.GetFiles("/proc/self/fd").Length, 0, before + 20);
    }

    [Fact]
    public async Task Program_that_is_missing_fails_or_hangs_gives_nothing()
    {
        Assert.Null(await Programs.TryRunAsync("portsentry-no-such-program", [], TimeSpan.FromSeconds(30), TimeProvider.System, default));
        Assert.Null(await Programs.TryRunAsync("false", [], TimeSpan.FromSeconds(30), TimeProvider.System, default));
        Assert.Null(await Programs.TryRunAsync("sleep", ["1000"], TimeSpan.FromMilliseconds(50), TimeProvider.System, default));
    }

    private static Socket BindUdp(IPEndPoint end, out ushort port)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        if (end.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = true;
        socket.Bind(end);
        port = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
        return socket;
    }

    private static TcpListener Listen(IPAddress address, out ushort port)
    {
        var listener = new TcpListener(address, 0);
        listener.Start();
        port = PortOf(listener);
        return listener;
    }

    private static ushort PortOf(TcpListener listener) => (ushort)((IPEndPoint)listener.LocalEndpoint).Port;

    private static ushort ClosedPort() => (ushort)FreePort.Find();

    private static Probe ProbeOf(Address to, ushort port) => new()
    {
        Ticks = 1,
        Source = to.IsIPv4 ? Address.Parse("192.0.2.1") : Address.Parse("2001:db8::1"),
        Destination = to,
        SourcePort = 40000,
        Port = port,
        Sequence = 1,
        Kind = ScanKind.Syn,
        Flags = TcpFlags.Syn,
    };
}
