using System.Buffers.Binary;

namespace PortSentry.Sensor.Decode;

/// <summary>The header of a UDP datagram (RFC 768); <paramref name="Length"/> counts header and data in bytes.</summary>
public readonly record struct UdpDatagram(ushort SourcePort, ushort DestinationPort, ushort Length)
{
    private const int HeaderLength = 8;
    private const int LengthOffset = 4;

    /// <summary>Decodes a datagram, or the first fragment of one; false when it ends before its header does.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out UdpDatagram datagram)
    {
        datagram = default;
        if (payload.Length < HeaderLength)
            return false;

        datagram = new UdpDatagram(
            BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..]),
            BinaryPrimitives.ReadUInt16BigEndian(payload[4..]));
        return datagram.Length is 0 or >= HeaderLength;
    }

    /// <summary>A hash of a datagram's length, checksum and data, as far as they are captured, keyed by this process: nobody can make two alike.</summary>
    public static uint HashData(ReadOnlySpan<byte> payload)
    {
        var hash = new HashCode();
        hash.AddBytes(payload[LengthOffset..]);
        return (uint)hash.ToHashCode();
    }
}
