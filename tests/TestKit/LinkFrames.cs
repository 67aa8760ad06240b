using System.Buffers.Binary;

namespace PortSentry.TestKit;

/// <summary>Puts link headers before datagrams.</summary>
public static class LinkFrames
{
    public const int Null = 0;
    public const int Ethernet = 1;
    public const int Raw = 101;
    public const int Loop = 108;
    public const int LinuxCooked = 113;
    public const int IPv4 = 228;
    public const int IPv6 = 229;
    public const int LinuxCooked2 = 276;

    /// <summary>Packet types of Linux (linux/if_packet.h).</summary>
    public const byte PacketHost = 0;
    public const byte PacketBroadcast = 1;
    public const byte PacketOtherHost = 3;
    public const byte PacketOutgoing = 4;

    /// <summary>The frame of a datagram on a link of this type; those that say a direction or have tags say these.</summary>
    public static byte[] Wrap(int link, FrameBuilder datagram, byte packetType = PacketHost, params ushort[] tags) => link switch
    {
        Ethernet => [.. new byte[] { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 }, .. Tagged(datagram, tags)],
        LinuxCooked => [0, packetType, 0, 1, 0, 6, 2, 0, 0, 0, 0, 2, 0, 0, .. Tagged(datagram, tags)],
        LinuxCooked2 => Cooked2(datagram, packetType, tags),
        Null => [datagram.EtherType == 0x0800 ? (byte)2 : (byte)30, 0, 0, 0, .. datagram.Build()],
        Loop => [0, 0, 0, datagram.EtherType == 0x0800 ? (byte)2 : (byte)24, .. datagram.Build()],
        _ => datagram.Build(),
    };

    private static byte[] Cooked2(FrameBuilder datagram, byte packetType, ushort[] tags)
    {
        var tagged = Tagged(datagram, tags);
        return [.. tagged[..2], 0, 0, 0, 0, 0, 2, 0, 1, packetType, 6, 2, 0, 0, 0, 0, 2, 0, 0, .. tagged[2..]];
    }

    /// <summary>The EtherType, behind VLAN tags if there are any (the first ones of a provider), and the datagram.</summary>
    private static byte[] Tagged(FrameBuilder datagram, ushort[] tags)
    {
        List<byte> bytes = [];
        for (var i = 0; i < tags.Length; i++)
            bytes.AddRange([.. Type(i < tags.Length - 1 ? (ushort)0x88a8 : (ushort)0x8100), .. Type(tags[i])]);
        return [.. bytes, .. Type(datagram.EtherType), .. datagram.Build()];
    }

    private static byte[] Type(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
