using System.Buffers.Binary;
using PortSentry.Sensor.Decode;

namespace PortSentry.Sensor.Capture.Files;

/// <summary>Finds the network header behind the link header; never throws, never reads past the end.</summary>
internal static class LinkDecoder
{
    private const int EthernetLength = 14;
    private const int CookedLength = 16;
    private const int Cooked2Length = 20;
    private const int FamilyLength = 4;
    private const int TagLength = 4;
    private const int MaxTags = 8;

    // IEEE 802.1Q, 802.1ad, and what was in use before the latter.
    private static readonly ushort[] Tags = [0x8100, 0x88a8, 0x9100];

    /// <summary>Decodes a frame; false when it is cut short or no IP.</summary>
    public static bool TryDecode(in CapturedFrame frame, out NetworkFrame network)
    {
        network = default;
        return frame.Link switch
        {
            LinkType.Ethernet => TryEthernet(frame, out network),
            LinkType.LinuxCooked => TryCooked(frame, out network),
            LinkType.LinuxCooked2 => TryCooked2(frame, out network),
            LinkType.Null or LinkType.Loop => frame.Bytes.Length > FamilyLength && TryRaw(frame, FamilyLength, out network),
            _ => TryRaw(frame, 0, out network),
        };
    }

    /// <summary>A frame for a group address is for many hosts (IEEE 802, 8.2.2: the lowest bit of the first byte).</summary>
    private static bool TryEthernet(in CapturedFrame frame, out NetworkFrame network)
    {
        network = default;
        if (frame.Bytes.Length < EthernetLength)
            return false;

        var direction = (frame.Bytes[0] & 1) == 0 ? FrameDirection.Unknown : FrameDirection.NotForUs;
        return TryTagged(frame, 12, EthernetLength, direction, out network);
    }

    private static bool TryCooked(in CapturedFrame frame, out NetworkFrame network)
    {
        network = default;
        return frame.Bytes.Length >= CookedLength
            && TryTagged(frame, 14, CookedLength, OfPacketType(BinaryPrimitives.ReadUInt16BigEndian(frame.Bytes)), out network);
    }

    private static bool TryCooked2(in CapturedFrame frame, out NetworkFrame network)
    {
        network = default;
        return frame.Bytes.Length >= Cooked2Length
            && TryTagged(frame, 0, Cooked2Length, OfPacketType(frame.Bytes[10]), out network);
    }

    /// <summary>The packet types of linux/if_packet.h.</summary>
    private static FrameDirection OfPacketType(int type) => type switch
    {
        0 => FrameDirection.Inbound,
        4 => FrameDirection.Outbound,
        _ => FrameDirection.NotForUs,
    };

    /// <summary>Walks the VLAN tags: the EtherType at one place, what it is about at another.</summary>
    private static bool TryTagged(in CapturedFrame frame, int typeAt, int payloadAt, FrameDirection direction, out NetworkFrame network)
    {
        network = default;
        var type = BinaryPrimitives.ReadUInt16BigEndian(frame.Bytes[typeAt..]);
        for (var tag = 0; tag < MaxTags && Array.IndexOf(Tags, type) >= 0; tag++)
        {
            if (frame.Bytes.Length < payloadAt + TagLength)
                return false;

            type = BinaryPrimitives.ReadUInt16BigEndian(frame.Bytes[(payloadAt + 2)..]);
            payloadAt += TagLength;
        }

        if (type is not (IpHeader.EtherTypeIPv4 or IpHeader.EtherTypeIPv6))
            return false;

        network = new NetworkFrame { EtherType = type, Ticks = frame.Ticks, Direction = direction, Bytes = frame.Bytes[payloadAt..] };
        return true;
    }

    /// <summary>Without a link header, and behind one that names the family by a number each system chose for itself, the version says what it is.</summary>
    private static bool TryRaw(in CapturedFrame frame, int payloadAt, out NetworkFrame network)
    {
        network = default;
        var bytes = frame.Bytes[payloadAt..];
        var type = bytes.IsEmpty ? 0 : bytes[0] >> 4;
        if (type is not (4 or 6))
            return false;

        network = new NetworkFrame
        {
            EtherType = type == 4 ? IpHeader.EtherTypeIPv4 : IpHeader.EtherTypeIPv6,
            Ticks = frame.Ticks,
            Direction = FrameDirection.Unknown,
            Bytes = bytes,
        };
        return true;
    }
}
