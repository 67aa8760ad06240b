using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>What the network layer says of a datagram, IPv4 and IPv6 alike; lengths and offsets in bytes from the start of the header.</summary>
public readonly record struct IpHeader
{
    /// <summary>EtherType of IPv4 (RFC 894).</summary>
    public const ushort EtherTypeIPv4 = 0x0800;

    /// <summary>EtherType of IPv6 (RFC 2464).</summary>
    public const ushort EtherTypeIPv6 = 0x86dd;

    /// <summary>The address it claims to come from.</summary>
    public required Address Source { get; init; }

    /// <summary>The address it goes to.</summary>
    public required Address Destination { get; init; }

    /// <summary>The upper-layer protocol, behind all extension headers.</summary>
    public required IpProtocol Protocol { get; init; }

    /// <summary>Where the upper layer begins.</summary>
    public required int PayloadOffset { get; init; }

    /// <summary>Where the captured part of the upper layer ends.</summary>
    public required int PayloadEnd { get; init; }

    /// <summary>The fragment's place in the whole; 0 for a first fragment and for a datagram in one piece.</summary>
    public int FragmentOffset { get; init; }

    /// <summary>True when further fragments follow.</summary>
    public bool MoreFragments { get; init; }

    /// <summary>How many more routers may pass it on: IPv4's time to live, IPv6's hop limit.</summary>
    public byte HopLimit { get; init; }

    /// <summary>True for IPv4 options, and for IPv6 hop-by-hop, routing or destination options.</summary>
    public bool HasOptions { get; init; }

    /// <summary>True for one piece of a datagram, the first included.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset != 0;

    /// <summary>Decodes the network layer of a frame; false when it is not IP or malformed.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> frame, ushort etherType, out IpHeader header)
    {
        header = default;
        return etherType switch
        {
            EtherTypeIPv4 => IPv4Header.TryDecode(frame, out header),
            EtherTypeIPv6 => IPv6Header.TryDecode(frame, out header),
            _ => false,
        };
    }
}
