using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>A socket of ours on one port of all addresses, IPv4 and IPv6; never waits for whoever is at the other end.</summary>
internal sealed class BoundPort : IDisposable
{
    /// <summary>Connections that wait for us to accept them; the kernel turns away what is more.</summary>
    private const int Backlog = 64;

    /// <summary>Bytes of a datagram that are looked at.</summary>
    private const int MaxDatagram = 512;

    private static readonly IPEndPoint Anyone = new(IPAddress.IPv6Any, 0);
    private static readonly IPEndPoint AnyoneIPv4 = new(IPAddress.Any, 0);

    private readonly Socket _socket;
    private readonly Transport _transport;
    private readonly ushort _port;
    private uint _connections;

    private BoundPort(Transport transport, ushort port, AddressFamily family)
    {
        (_transport, _port) = (transport, port);
        _socket = transport == Transport.Tcp
            ? new Socket(family, SocketType.Stream, ProtocolType.Tcp)
            : new Socket(family, SocketType.Dgram, ProtocolType.Udp);
    }

    /// <summary>What the kernel knows the socket by.</summary>
    public SafeHandle Handle => _socket.SafeHandle;

    /// <summary>Binds a port; throws SocketException when the system refuses.</summary>
    public static BoundPort Bind(Transport transport, ushort port)
    {
        var bound = new BoundPort(transport, port, Socket.OSSupportsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
        try
        {
            bound.Open();
            return bound;
        }
        catch (SocketException)
        {
            bound.Dispose();
            throw;
        }
    }

    /// <summary>Takes one contact, if one is there, and sends the banner to whoever connected; throws SocketException when the socket itself has failed.</summary>
    public bool TryTake(long ticks, ReadOnlySpan<byte> banner, out Probe probe)
    {
        try
        {
            probe = _transport == Transport.Tcp ? Accept(ticks, banner) : Receive(ticks);
            return true;
        }
        catch (SocketException failure) when (IsOfThePeer(failure.SocketErrorCode))
        {
            probe = default;
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Open()
    {
        var isDual = _socket.AddressFamily == AddressFamily.InterNetworkV6;
        _socket.Blocking = false;
        if (isDual)
            _socket.DualMode = true;
        if (_transport == Transport.Udp)
            TellDestinations(isDual);
        _socket.Bind(new IPEndPoint(isDual ? IPAddress.IPv6Any : IPAddress.Any, _port));
        if (_transport == Transport.Tcp)
            _socket.Listen(Backlog);
    }

    /// <summary>From the first datagram on, the kernel says which of our addresses it came to.</summary>
    private void TellDestinations(bool isDual)
    {
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
        if (isDual)
            _socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.PacketInformation, true);
    }

    private Probe Accept(long ticks, ReadOnlySpan<byte> banner)
    {
        using var connection = _socket.Accept();
        var (remote, local) = ((IPEndPoint)connection.RemoteEndPoint!, (IPEndPoint)connection.LocalEndPoint!);
        Greet(connection, banner);
        // Each connection is one of its own: the kernel has sorted copies out.
        return ProbeOf(ticks, ScanKind.Connect, remote, local.Address, ++_connections);
    }

    /// <summary>What does not fit at once is not sent: nobody who connects is waited for.</summary>
    private static void Greet(Socket connection, ReadOnlySpan<byte> banner)
    {
        if (banner.IsEmpty)
            return;

        connection.Blocking = false;
        connection.Send(banner, SocketFlags.None, out _);
    }

    private Probe Receive(long ticks)
    {
        Span<byte> buffer = stackalloc byte[MaxDatagram];
        var flags = SocketFlags.None;
        EndPoint from = _socket.AddressFamily == AddressFamily.InterNetworkV6 ? Anyone : AnyoneIPv4;
        var length = _socket.ReceiveMessageFrom(buffer, ref flags, ref from, out var packet);
        var hash = new HashCode();
        hash.AddBytes(buffer[..length]);
        return ProbeOf(ticks, ScanKind.Udp, (IPEndPoint)from, packet.Address, (uint)hash.ToHashCode());
    }

    private Probe ProbeOf(long ticks, ScanKind kind, IPEndPoint from, IPAddress to, uint sequence) => new()
    {
        Ticks = ticks,
        Source = Address.From(from.Address),
        Destination = Address.From(to),
        SourcePort = (ushort)from.Port,
        Port = _port,
        Sequence = sequence,
        Kind = kind,
        Flags = TcpFlags.None,
    };

    /// <summary>True for what happens when nothing is there, or whoever came has gone again before we looked.</summary>
    private static bool IsOfThePeer(SocketError error) => error
        is SocketError.WouldBlock or SocketError.TryAgain or SocketError.Interrupted
        or SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.NotConnected or SocketError.Shutdown
        or SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable or SocketError.NetworkDown
        or SocketError.TimedOut or SocketError.ProtocolOption or SocketError.OperationNotSupported;
}
