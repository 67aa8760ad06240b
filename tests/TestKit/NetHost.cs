using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PortSentry.TestKit;

/// <summary>A host made of a network namespace.</summary>
public sealed class NetHost(string name, IPAddress ipv4, IPAddress ipv6)
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(2);

    /// <summary>The name of its namespace.</summary>
    public string Name { get; } = name;

    /// <summary>Its IPv4 address.</summary>
    public IPAddress IPv4 { get; } = ipv4;

    /// <summary>Its IPv6 address.</summary>
    public IPAddress IPv6 { get; } = ipv6;

    /// <summary>Its address of a family: 4 or 6.</summary>
    public IPAddress Address(int family) => family == 4 ? IPv4 : IPv6;

    /// <summary>Runs a program on this host to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] words) => Command.RunAsync(["ip", "netns", "exec", Name, .. words]);

    /// <summary>Runs a program on this host that must succeed.</summary>
    public Task<string> MustAsync(params string[] words) => Command.MustAsync(["ip", "netns", "exec", Name, .. words]);

    /// <summary>Starts a program on this host that goes on.</summary>
    public Process Start(params string[] words) => Command.Start(["ip", "netns", "exec", Name, .. words]);

    /// <summary>Runs code of the test on this host.</summary>
    public T Run<T>(Func<T> work) => NetNamespace.Run(Name, work);

    /// <summary>Serves a TCP port on all addresses: accepts, and closes.</summary>
    public TestService Serve(int port) => new(Run(() =>
    {
        var listener = new TcpListener(IPAddress.IPv6Any, port) { Server = { DualMode = true } };
        listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Start(512);
        return listener;
    }));

    /// <summary>Tries to connect from here; true when it was accepted, false when it was refused or nobody answered.</summary>
    public async Task<bool> CanConnectAsync(IPAddress to, int port, IPAddress? from = null)
    {
        using var socket = Run(() => new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        using var limit = new CancellationTokenSource(ConnectPatience);
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

    /// <summary>Sends IPv6 packets as they are, headers included.</summary>
    public void SendRaw(IPAddress to, params byte[][] packets)
    {
        // 255 is IPPROTO_RAW: the kernel takes the header from us.
        using var socket = Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, (ProtocolType)255));
        foreach (var packet in packets)
            socket.SendTo(packet, new IPEndPoint(to, 0));
    }
}
