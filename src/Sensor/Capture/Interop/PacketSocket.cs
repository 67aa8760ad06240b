using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Capture.Interop;

/// <summary>Layouts and numbers of packet sockets, under their own names (linux/if_packet.h).</summary>
internal static unsafe class PacketSocket
{
    public const int PACKET_RX_RING = 5;
    public const int PACKET_STATISTICS = 6;
    public const int PACKET_VERSION = 10;
    public const int TPACKET_V2 = 1;
    public const uint TP_STATUS_KERNEL = 0;
    public const uint TP_STATUS_USER = 1;
    public const byte PACKET_OUTGOING = 4;
    private const ushort ETH_P_ALL = 3;

    [StructLayout(LayoutKind.Sequential)]
    public struct tpacket_req
    {
        public uint tp_block_size;
        public uint tp_block_nr;
        public uint tp_frame_size;
        public uint tp_frame_nr;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct tpacket2_hdr
    {
        public uint tp_status;
        public uint tp_len;
        public uint tp_snaplen;
        public ushort tp_mac;
        public ushort tp_net;
        public uint tp_sec;
        public uint tp_nsec;
        public ushort tp_vlan_tci;
        public ushort tp_vlan_tpid;
        public uint tp_padding;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct sockaddr_ll
    {
        public ushort sll_family;
        public ushort sll_protocol;
        public int sll_ifindex;
        public ushort sll_hatype;
        public byte sll_pkttype;
        public byte sll_halen;
        public LinkAddress sll_addr;
    }

    [InlineArray(8)]
    public struct LinkAddress
    {
        private byte _first;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct tpacket_stats
    {
        public uint tp_packets;
        public uint tp_drops;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct sock_fprog
    {
        public ushort len;
        public BpfInstruction* filter;
    }

    /// <summary>A socket that sees the network layer of every frame of every interface from <see cref="Start"/> on.</summary>
    public static FileDescriptor Open()
    {
        var socket = Libc.socket(Libc.AF_PACKET, Libc.SOCK_DGRAM | Libc.SOCK_CLOEXEC, 0);
        return socket.IsInvalid ? throw SystemCallException.Last("socket(AF_PACKET)") : socket;
    }

    public static void Attach(FileDescriptor socket, ReadOnlySpan<BpfInstruction> filter)
    {
        fixed (BpfInstruction* first = filter)
        {
            var program = new sock_fprog { len = (ushort)filter.Length, filter = first };
            if (Libc.setsockopt(socket, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, &program, (uint)sizeof(sock_fprog)) != 0)
                throw SystemCallException.Last("setsockopt(SO_ATTACH_FILTER)");
        }
    }

    public static void MakeRing(FileDescriptor socket, tpacket_req request)
    {
        var version = TPACKET_V2;
        if (Libc.setsockopt(socket, Libc.SOL_PACKET, PACKET_VERSION, &version, sizeof(int)) != 0)
            throw SystemCallException.Last("setsockopt(PACKET_VERSION)");
        if (Libc.setsockopt(socket, Libc.SOL_PACKET, PACKET_RX_RING, &request, (uint)sizeof(tpacket_req)) != 0)
            throw SystemCallException.Last("setsockopt(PACKET_RX_RING)");
    }

    public static void Start(FileDescriptor socket)
    {
        var everything = new sockaddr_ll { sll_family = Libc.AF_PACKET, sll_protocol = BinaryPrimitives.ReverseEndianness(ETH_P_ALL) };
        if (Libc.bind(socket, &everything, (uint)sizeof(sockaddr_ll)) != 0)
            throw SystemCallException.Last("bind(AF_PACKET)");
    }

    /// <summary>What the socket counted since the last call; the kernel starts anew at each.</summary>
    public static tpacket_stats TakeStatistics(FileDescriptor socket)
    {
        tpacket_stats statistics;
        var length = (uint)sizeof(tpacket_stats);
        return Libc.getsockopt(socket, Libc.SOL_PACKET, PACKET_STATISTICS, &statistics, &length) == 0 ? statistics : default;
    }
}
