using System.Buffers.Binary;
using System.Net;

namespace PortSentry.System.Tests;

/// <summary>Whole IPv6 packets that no ordinary socket sends.</summary>
internal static class IPv6Packets
{
    private const byte Tcp = 6;
    private const byte Fragment = 44;
    private const byte DestinationOptions = 60;
    private const int PiecesOf = 8;

    /// <summary>A SYN cut into fragments of 8 bytes (RFC 8200, 4.5).</summary>
    public static byte[][] SynInTinyFragments(IPAddress from, IPAddress to, ushort port)
    {
        var segment = Syn(port);
        return [.. segment.Chunk(PiecesOf).Select((piece, index) =>
        {
            var offset = index * PiecesOf;
            var header = new byte[8];
            header[0] = Tcp;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(offset | (offset + piece.Length < segment.Length ? 1 : 0)));
            BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), 4711);
            return Packet(from, to, Fragment, [.. header, .. piece]);
        })];
    }

    /// <summary>A SYN behind two destination option headers of padding (RFC 8200, 4.6).</summary>
    public static byte[] SynBehindDestinationOptions(IPAddress from, IPAddress to, ushort port) => Packet(
        from,
        to,
        DestinationOptions,
        [DestinationOptions, 0, 1, 4, 0, 0, 0, 0, Tcp, 0, 1, 4, 0, 0, 0, 0, .. Syn(port)]);

    private static byte[] Syn(ushort port)
    {
        var segment = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(segment, 40000);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), 1);
        segment[12] = 5 << 4;
        segment[13] = 2;
        return segment;
    }

    private static byte[] Packet(IPAddress from, IPAddress to, byte next, byte[] payload)
    {
        var header = new byte[40];
        header[0] = 6 << 4;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)payload.Length);
        (header[6], header[7]) = (next, 64);
        from.GetAddressBytes().CopyTo(header, 8);
        to.GetAddressBytes().CopyTo(header, 24);
        return [.. header, .. payload];
    }
}
