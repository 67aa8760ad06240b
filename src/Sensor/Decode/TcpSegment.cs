using System.Buffers.Binary;

namespace PortSentry.Sensor.Decode;

/// <summary>The header of a TCP segment (RFC 9293, 3.1).</summary>
public readonly record struct TcpSegment(ushort SourcePort, ushort DestinationPort, uint Sequence, TcpFlags Flags)
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinLength = 20;

    /// <summary>Decodes a segment; false when it ends before its header does or names an impossible length.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out TcpSegment segment)
    {
        segment = default;
        if (EndsEarly(payload) || HeaderLength(payload) < MinLength)
            return false;

        segment = new TcpSegment(
            BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            (TcpFlags)payload[13]);
        return true;
    }

    /// <summary>True when the payload ends before the header that it begins with does.</summary>
    public static bool EndsEarly(ReadOnlySpan<byte> payload) => payload.Length < MinLength || payload.Length < HeaderLength(payload);

    /// <summary>Decodes the ports and sequence number that even the shortest first fragment holds: 8 bytes.</summary>
    public static bool TryDecodeTiny(ReadOnlySpan<byte> payload, out TcpSegment segment)
    {
        segment = default;
        if (payload.Length < 8)
            return false;

        segment = new TcpSegment(
            BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(payload[4..]),
            TcpFlags.None);
        return true;
    }

    private static int HeaderLength(ReadOnlySpan<byte> payload) => (payload[12] >> 4) * 4;
}
