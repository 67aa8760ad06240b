using System.Buffers.Binary;

namespace PortSentry.TestKit;

/// <summary>Writes numbers of either byte order, one after the other.</summary>
public sealed class ByteWriter(bool bigEndian)
{
    private readonly List<byte> _bytes = [];

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. _bytes];

    public ByteWriter Write16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return Number(bytes);
    }

    public ByteWriter Write32(long value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return Number(bytes);
    }

    public ByteWriter Write64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Number(bytes);
    }

    public ByteWriter Bytes(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Zeros up to a multiple of 4.</summary>
    public ByteWriter Pad() => Bytes(new byte[-_bytes.Count & 3]);

    private ByteWriter Number(Span<byte> littleEndian)
    {
        if (bigEndian)
            littleEndian.Reverse();
        return Bytes(littleEndian.ToArray());
    }
}
