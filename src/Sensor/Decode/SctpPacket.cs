using System.Buffers.Binary;

namespace PortSentry.Sensor.Decode;

/// <summary>The common header of an SCTP packet and the type of its first chunk (RFC 9260, 3.1 and 3.2).</summary>
public readonly record struct SctpPacket(ushort SourcePort, ushort DestinationPort, byte FirstChunk)
{
    private const int CommonHeaderLength = 12;
    private const int ChunkHeaderLength = 4;

    /// <summary>Decodes a packet; false when it ends before its first chunk's header does.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> payload, out SctpPacket packet)
    {
        packet = default;
        if (payload.Length < CommonHeaderLength + ChunkHeaderLength)
            return false;

        packet = new SctpPacket(
            BinaryPrimitives.ReadUInt16BigEndian(payload),
            BinaryPrimitives.ReadUInt16BigEndian(payload[2..]),
            payload[CommonHeaderLength]);
        return true;
    }
}
