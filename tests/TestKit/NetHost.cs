using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortSentry.TestKit;

/// <summary>A host made of a network namespace.</summary>
public sealed class NetHost(string name, IPAddress ipv4, IPAddress ipv6)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    /// <summary>This very host, where no namespace is needed.</summary>
    public static NetHost Here { get; } = new("", IPAddress.Loopback, IPAddress.IPv6Loopback);

    /// <summary>The name of its namespace.</summary>
    public string Name { get; } = name;

    /// <summary>Its IPv4 address.</summary>
    public IPAddress IPv4 { get; } = ipv4;

    /// <summary>Its IPv6 address.</summary>
    public IPAddress IPv6 { get; } = ipv6;

    /// <summary>Its address of a family: 4 or 6.</summary>
    public IPAddress Address(int family) => family == 4 ? IPv4 : IPv6;

    /// <summary>Runs a program on this host to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] words) => Command.RunAsync(Within(words));

    /// <summary>Runs a program on this host that must succeed.</summary>
    public Task<string> MustAsync(params string[] words) => Command.MustAsync(Within(words));

    /// <summary>Starts a program on this host that goes on.</summary>
    public Process Start(params string[] words) => Command.Start(Within(words));

    /// <summary>Runs code of the test on this host.</summary>
    public T Run<T>(Func<T> work) => Name.Length == 0 ? work() : NetNamespace.Run(Name, work);

    /// <summary>Serves a TCP port on all addresses: accepts, and closes.</summary>
    public TestService Serve(int port) => new(Run(() =>
    {
        var listener = new TcpListener(IPAddress.IPv6Any, port) { Server = { DualMode = true } };
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start(512);
        return listener;
    }));

    /// <summary>Tries to connect from here; true when it was accepted, false when it was refused or nobody answered for two seconds.</summary>
    public Task<bool> CanConnectAsync(IPAddress to, int port, IPAddress? from = null) => ConnectsAsync(to, port, from, ConnectPatience);

    /// <summary>The same where an answer is to come, however slow the machine is.</summary>
    public Task<bool> ConnectsAsync(IPAddress to, int port, IPAddress? from = null) => ConnectsAsync(to, port, from, Deadline.Generous);

    private async Task<bool> ConnectsAsync(IPAddress to, int port, IPAddress? from, TimeSpan patience)
    {
        using var socket = Run(() => new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(to, port), limit.Token);
            return true;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Opens a UDP port on all addresses, 0 for any.</summary>
    public UdpClient OpenUdp(int port = 0) => Run(() =>
    {
        var client = new UdpClient(AddressFamily.InterNetworkV6) { Client = { DualMode = true } };
        client.Client.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        return client;
    });

    /// <summary>Sends a datagram of so many bytes, from an address and port of ours where they are given.</summary>
    public void SendUdp(IPAddress to, int port, int length = 8, IPAddress? from = null, int fromPort = 0)
    {
        using var socket = Run(() => new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = to.AddressFamily == AddressFamily.InterNetwork });
        socket.Bind(new IPEndPoint(from ?? (to.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any), fromPort));
        socket.SendTo(new byte[length], new IPEndPoint(to, port));
    }

    /// <summary>Sends IPv6 packets as they are, headers included.</summary>
    public void SendRaw(IPAddress to, params byte[][] packets)
    {
        // 255 is IPPROTO_RAW: the kernel takes the header from us.
        using var socket = Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, (ProtocolType)255));
        foreach (var packet in packets)
            socket.SendTo(packet, new IPEndPoint(to, 0));
    }

    private string[] Within(string[] words) => Name.Length == 0 ? words : ["ip", "netns", "exec", Name, .. words];
}
