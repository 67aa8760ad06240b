using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host.Interop;

/// <summary>The kernel's TCP and UDP sockets, by sock_diag (linux/inet_diag.h).</summary>
internal sealed class SockDiag : IDisposable
{
    private const ushort SOCK_DIAG_BY_FAMILY = 20;
    private const int INET_DIAG_SKV6ONLY = 11;
    private const int TCP_ESTABLISHED = 1;
    private const int TCP_CLOSE = 7;
    private const int TCP_LISTEN = 10;
    private const uint INET_DIAG_NOCOOKIE = uint.MaxValue;
    private const uint AllStates = uint.MaxValue;

    private readonly NetlinkSocket _netlink = new(NetlinkSocket.NETLINK_SOCK_DIAG);
    private bool? _isUdpSwapped;

    [InlineArray(16)]
    public struct InAddress
    {
        private byte _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct inet_diag_sockid
    {
        public ushort idiag_sport;
        public ushort idiag_dport;
        public InAddress idiag_src;
        public InAddress idiag_dst;
        public uint idiag_if;
        public uint idiag_cookie0;
        public uint idiag_cookie1;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct inet_diag_req_v2
    {
        public byte sdiag_family;
        public byte sdiag_protocol;
        public byte idiag_ext;
        public byte pad;
        public uint idiag_states;
        public inet_diag_sockid id;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct inet_diag_msg
    {
        public byte idiag_family;
        public byte idiag_state;
        public byte idiag_timer;
        public byte idiag_retrans;
        public inet_diag_sockid id;
        public uint idiag_expires;
        public uint idiag_rqueue;
        public uint idiag_wqueue;
        public uint idiag_uid;
        public uint idiag_inode;
    }

    /// <summary>True when a socket listens for, or is connected to, the sender of this probe: the kernel's own look-up.</summary>
    public bool HasSocketFor(in Probe probe)
    {
        var ours = (probe.Destination, probe.Port);
        var theirs = (probe.Source, probe.SourcePort);
        if (probe.Transport == Transport.Tcp)
            return Find(IpProtocol.Tcp, ours, theirs);

        // net/ipv4/udp_diag.c: "src and dst are swapped for historical reasons"; should that end, we have asked.
        _isUdpSwapped ??= IsUdpSwapped();
        return _isUdpSwapped.Value ? Find(IpProtocol.Udp, theirs, ours) : Find(IpProtocol.Udp, ours, theirs);
    }

    /// <summary>Every port that a protocol listens on; UDP listens where a socket is bound and not connected.</summary>
    public IReadOnlyList<ServicePort> ListListeners(Transport transport)
    {
        List<ServicePort> listeners = [];
        var (protocol, state) = transport == Transport.Udp ? (IpProtocol.Udp, TCP_CLOSE) : (IpProtocol.Tcp, TCP_LISTEN);
        Dump(protocol, state, (in inet_diag_msg message, ReadOnlySpan<byte> attributes) =>
        {
            var (address, _) = Ends(message);
            var port = BinaryPrimitives.ReverseEndianness(message.id.idiag_sport);
            listeners.Add(new ServicePort(address, port));
            if (address == ServicePort.AnyIPv6 && !IsIPv6Only(attributes))
                listeners.Add(new ServicePort(ServicePort.AnyIPv4, port));
        });
        return listeners;
    }

    /// <summary>The far ends of all established connections.</summary>
    public IReadOnlySet<Address> ListPeers()
    {
        HashSet<Address> peers = [];
        Dump(IpProtocol.Tcp, TCP_ESTABLISHED, (in inet_diag_msg message, ReadOnlySpan<byte> _) => peers.Add(Ends(message).Remote));
        return peers;
    }

    public void Dispose() => _netlink.Dispose();

    private delegate void SocketHandler(in inet_diag_msg message, ReadOnlySpan<byte> attributes);

    private bool Find(IpProtocol protocol, (Address Address, ushort Port) source, (Address Address, ushort Port) destination)
    {
        var request = Request(protocol, source.Address.IsIPv4, AllStates);
        request.id.idiag_sport = BinaryPrimitives.ReverseEndianness(source.Port);
        request.id.idiag_dport = BinaryPrimitives.ReverseEndianness(destination.Port);
        request.id.idiag_cookie0 = request.id.idiag_cookie1 = INET_DIAG_NOCOOKIE;
        source.Address.WriteBytes(request.id.idiag_src);
        destination.Address.WriteBytes(request.id.idiag_dst);
        return _netlink.Ask(SOCK_DIAG_BY_FAMILY, request, static (_, _, _) => { }) switch
        {
            0 => true,
            SystemCallException.NotFound => false,
            var errno => throw new SystemCallException("sock_diag", errno),
        };
    }

    /// <summary>Asks for a socket of our own: it is found by one of the two ways to ask.</summary>
    private bool IsUdpSwapped()
    {
        using var own = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        own.Bind(new IPEndPoint(IPAddress.Any, 0));
        var here = Address.From(IPAddress.Loopback);
        return !Find(IpProtocol.Udp, (here, (ushort)((IPEndPoint)own.LocalEndPoint!).Port), (here, 1));
    }

    private void Dump(IpProtocol protocol, int state, SocketHandler handler)
    {
        foreach (var ipv4 in new[] { true, false })
        {
            _netlink.Dump(SOCK_DIAG_BY_FAMILY, Request(protocol, ipv4, 1u << state), (_, _, body) =>
            {
                if (body.Length >= Unsafe.SizeOf<inet_diag_msg>())
                    handler(MemoryMarshal.AsRef<inet_diag_msg>(body), body[Unsafe.SizeOf<inet_diag_msg>()..]);
            });
        }
    }

    private static inet_diag_req_v2 Request(IpProtocol protocol, bool ipv4, uint states) => new()
    {
        sdiag_family = (byte)(ipv4 ? Libc.AF_INET : Libc.AF_INET6),
        sdiag_protocol = (byte)protocol,
        idiag_states = states,
    };

    private static (Address Local, Address Remote) Ends(in inet_diag_msg message)
    {
        var length = message.idiag_family == Libc.AF_INET ? 4 : 16;
        ReadOnlySpan<byte> local = message.id.idiag_src;
        ReadOnlySpan<byte> remote = message.id.idiag_dst;
        return (Address.FromBytes(local[..length]), Address.FromBytes(remote[..length]));
    }

    private static bool IsIPv6Only(ReadOnlySpan<byte> rest)
    {
        var attributes = new NetlinkAttributes(rest);
        while (attributes.Next())
        {
            if (attributes.Type == INET_DIAG_SKV6ONLY)
                return attributes.Value is [not 0, ..];
        }

        return false;
    }
}
