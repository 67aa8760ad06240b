using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;
using static PortSentry.Sensor.Capture.BpfBlock;

namespace PortSentry.Sensor.Capture;

/// <summary>Writes the kernel's filter: an open or excluded port costs this process nothing. What does not fit is let through and looked up again behind the ring.</summary>
public static class CaptureFilter
{
    /// <summary>Filters longer than this are refused by kernels with the old default of optmem_max (20,480 bytes).</summary>
    public const int MaxLength = 2000;

    /// <summary>Ranges of ports that a filter holds exactly in each of two lists; more lists share as many, and what is longer is coarsened.</summary>
    public const int MaxRanges = 150;

    /// <summary>Ranges of a filter that even a small memory for socket options takes, beside the one it replaces.</summary>
    public const int FewRanges = 40;

    private const int Lists = 2;
    private const int MaxInUse = 16;

    // Ancillary loads, linux/filter.h: SKF_AD_OFF + SKF_AD_PROTOCOL, SKF_AD_PKTTYPE, SKF_AD_IFINDEX.
    private const uint AncillaryProtocol = 0xfffff000;
    private const uint AncillaryPacketType = 0xfffff004;
    private const uint AncillaryInterface = 0xfffff008;
    private const uint PacketHost = 0;
    private const uint PacketOutgoing = 4;

    private const uint Rejecting = (uint)(TcpFlags.Ack | TcpFlags.Rst);
    private const uint Handshake = (uint)(TcpFlags.Syn | TcpFlags.Ack);
    // A SYN that begins a connection has none of the others; ECN's bits, PSH and URG say nothing.
    private const uint Connecting = (uint)(TcpFlags.Syn | TcpFlags.Fin);
    private const uint IPv6HeaderLength = 40;
    private const uint SourcePort = 0;
    private const uint DestinationPort = 2;
    private const uint Flags = 13;

    /// <summary>The filter of a scope, exact for so many ranges of ports.</summary>
    public static BpfInstruction[] Compile(CaptureScope scope, int ranges = MaxRanges)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PortSet[] all = [scope.Tcp.IPv4, scope.Tcp.IPv6, scope.Udp.IPv4, scope.Udp.IPv6];
        var share = PortBudget.ShareOf(all.Select(ports => ports.ToRanges().Count), Lists * ranges);
        return
        [
            .. PacketTypes(),
            .. Interfaces(scope),
            Load(BpfCode.LoadWord, AncillaryProtocol),
            .. If(BpfCode.JumpEqual, IpHeader.EtherTypeIPv4, IPv4(scope, share), []),
            .. Require(BpfCode.JumpEqual, IpHeader.EtherTypeIPv6),
            .. IPv6(scope, share),
        ];
    }

    private static BpfInstruction[] PacketTypes() =>
    [
        Load(BpfCode.LoadWord, AncillaryPacketType),
        .. If(BpfCode.JumpEqual, PacketHost, [], Require(BpfCode.JumpEqual, PacketOutgoing)),
    ];

    private static BpfInstruction[] Interfaces(CaptureScope scope)
    {
        BpfInstruction[] load = [Load(BpfCode.LoadWord, AncillaryInterface)];
        if (scope.Interfaces.Count == 0)
            return [.. load, .. Refuse(BpfCode.JumpEqual, (uint)scope.Loopback)];

        BpfInstruction[] none = Reject;
        return [.. load, .. scope.Interfaces.Aggregate(none, (rest, index) => If(BpfCode.JumpEqual, (uint)index, [], rest))];
    }

    private static BpfInstruction[] IPv4(CaptureScope scope, int ranges) =>
    [
        // A later fragment carries no ports.
        Load(BpfCode.LoadHalf, 6),
        .. Refuse(BpfCode.JumpAnyBit, 0x1fff),
        Load(BpfCode.LoadIPv4HeaderLength, 0),
        Load(BpfCode.LoadByte, 9),
        // The flags of a first fragment may be hidden in the next one: those pass on their ports alone.
        .. If(
            BpfCode.JumpEqual,
            (uint)IpProtocol.Tcp,
            Ports(scope, Transport.Tcp, ipv4: true, [Load(BpfCode.LoadHalf, 6), .. If(BpfCode.JumpAnyBit, 0x2000, [], ByFlags(scope.Tcp))], ranges),
            []),
        .. Require(BpfCode.JumpEqual, (uint)IpProtocol.Udp),
        .. Ports(scope, Transport.Udp, ipv4: true, [], ranges),
    ];

    private static BpfInstruction[] IPv6(CaptureScope scope, int ranges) =>
    [
        Load(BpfCode.LoadIndex, IPv6HeaderLength),
        Load(BpfCode.LoadByte, 6),
        .. If(BpfCode.JumpEqual, (uint)IpProtocol.Tcp, Ports(scope, Transport.Tcp, ipv4: false, ByFlags(scope.Tcp), ranges), []),
        .. If(BpfCode.JumpEqual, (uint)IpProtocol.Udp, Ports(scope, Transport.Udp, ipv4: false, [], ranges), []),
        // Extension headers are walked by the decoder; what comes in behind one is looked up there.
        .. Extensions(),
    ];

    private static BpfInstruction[] Extensions()
    {
        IpProtocol[] extensions = [IpProtocol.HopByHop, IpProtocol.Routing, IpProtocol.Fragment, IpProtocol.Authentication, IpProtocol.DestinationOptions];
        var incoming = extensions.SelectMany(extension => If(BpfCode.JumpEqual, (uint)extension, Accept, []));
        return
        [
            Load(BpfCode.LoadWord, AncillaryPacketType),
            .. Require(BpfCode.JumpEqual, PacketHost),
            Load(BpfCode.LoadByte, 6),
            .. incoming,
            .. Reject,
        ];
    }

    /// <summary>Judges by the port: the destination of what comes in, the source of a SYN-ACK or datagram that goes out. Never falls through.</summary>
    private static BpfInstruction[] Ports(CaptureScope scope, Transport transport, bool ipv4, BpfInstruction[] incoming, int ranges)
    {
        var ports = (transport == Transport.Tcp ? scope.Tcp : scope.Udp).Of(ipv4);
        if (ports.Count == 0)
            return Reject;

        var (source, destination) = ipv4 ? (12u, 16u) : (8u, 24u);
        BpfInstruction[] outgoing = transport == Transport.Tcp ? RequireHandshake() : [];
        return
        [
            Load(BpfCode.LoadWord, AncillaryPacketType),
            .. If(
                BpfCode.JumpEqual,
                PacketHost,
                [.. incoming, .. NotInUse(scope, transport, ipv4, destination, DestinationPort), Load(BpfCode.LoadHalfIndexed, DestinationPort)],
                [.. outgoing, .. NotInUse(scope, transport, ipv4, source, SourcePort), Load(BpfCode.LoadHalfIndexed, SourcePort)]),
            .. AcceptPorts(Edges(PortBudget.Coarsen(ports.ToRanges(), ranges)), inside: false),
        ];
    }

    /// <summary>The flags of what comes in: replies are refused. Where first contacts are weighed, a SYN passes whatever its port, and of what acknowledges something no more is refused than answers and what goes to ports this host asks from.</summary>
    private static BpfInstruction[] ByFlags(PortScope scope)
    {
        BpfInstruction[] flags = [Load(BpfCode.LoadByteIndexed, Flags)];
        if (scope.AcknowledgingBelow == 0)
            return [.. flags, .. Refuse(BpfCode.JumpAnyBit, Rejecting)];

        return
        [
            .. flags,
            .. Refuse(BpfCode.JumpAnyBit, (uint)TcpFlags.Rst),
            .. If(
                BpfCode.JumpAnyBit,
                (uint)TcpFlags.Ack,
                [.. Refuse(BpfCode.JumpAnyBit, (uint)TcpFlags.Syn), Load(BpfCode.LoadHalfIndexed, DestinationPort), .. Refuse(BpfCode.JumpAtLeast, scope.AcknowledgingBelow)],
                [new(BpfCode.And, 0, 0, Connecting), .. If(BpfCode.JumpEqual, (uint)TcpFlags.Syn, Accept, [])]),
        ];
    }

    private static BpfInstruction[] RequireHandshake() =>
        [Load(BpfCode.LoadByteIndexed, Flags), new(BpfCode.And, 0, 0, Handshake), .. Require(BpfCode.JumpEqual, Handshake)];

    private static BpfInstruction[] NotInUse(CaptureScope scope, Transport transport, bool ipv4, uint address, uint port)
    {
        var (mine, other) = transport == Transport.Tcp ? (scope.Tcp, scope.Udp) : (scope.Udp, scope.Tcp);
        var inUse = mine.InUse.Where(pair => pair.Address.IsIPv4 == ipv4).Take(other.InUse.Count > 0 ? MaxInUse / 2 : MaxInUse);
        return [.. inUse.GroupBy(pair => pair.Address).SelectMany(group => OnAddress(group.Key, address, PortsInUse(group, port)))];
    }

    private static BpfInstruction[] PortsInUse(IEnumerable<(Address Address, ushort Port)> inUse, uint offset) =>
        [Load(BpfCode.LoadHalfIndexed, offset), .. inUse.SelectMany(pair => Refuse(BpfCode.JumpEqual, pair.Port))];

    /// <summary>Runs the piece when the address at the offset is this one, comparing a word at a time.</summary>
    private static BpfInstruction[] OnAddress(Address address, uint offset, BpfInstruction[] then)
    {
        Span<byte> bytes = stackalloc byte[16];
        var block = then;
        for (var at = address.WriteBytes(bytes) - 4; at >= 0; at -= 4)
        {
            var word = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            block = [Load(BpfCode.LoadWord, offset + (uint)at), .. If(BpfCode.JumpEqual, word, block, [])];
        }

        return block;
    }

    /// <summary>Where the answer turns over: the first port of each range, and the first behind it.</summary>
    private static List<uint> Edges(IEnumerable<PortRange> ranges) =>
        [.. ranges.SelectMany(range => new[] { range.First, range.Last + 1u })];
}
