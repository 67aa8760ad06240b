namespace PortSentry.TestKit;

/// <summary>A packet as the kernel hands it to a filter: the frame and what the kernel knows besides.</summary>
public sealed record BpfPacket(byte[] Frame, ushort EtherType)
{
    /// <summary>PACKET_HOST, for us (linux/if_packet.h).</summary>
    public const uint Host = 0;

    /// <summary>PACKET_BROADCAST.</summary>
    public const uint Broadcast = 1;

    /// <summary>PACKET_MULTICAST.</summary>
    public const uint Multicast = 2;

    /// <summary>PACKET_OTHERHOST.</summary>
    public const uint OtherHost = 3;

    /// <summary>PACKET_OUTGOING.</summary>
    public const uint Outgoing = 4;

    /// <summary>The packet type.</summary>
    public uint Type { get; init; } = Host;

    /// <summary>The interface's index.</summary>
    public uint Interface { get; init; } = 2;
}
