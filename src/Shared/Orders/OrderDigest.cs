using System.Buffers.Binary;
using System.Globalization;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Orders;

/// <summary>A 64-bit digest of a set that members are put into and taken out of one at a time, in any order: the exclusive or of their hashes. Tells honest parties that they differ; it is no signature.</summary>
internal struct OrderDigest
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;
    private ulong _value;

    /// <summary>Puts a member in, or takes it out when it is in.</summary>
    public void Toggle(char kind, Cidr network, long number)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes.Clear();
        network.Base.WriteBytes(bytes);
        bytes[16] = (byte)network.Prefix;
        bytes[17] = (byte)kind;
        bytes[18] = network.IsIPv4 ? (byte)4 : (byte)6;
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], number);
        _value ^= Mixed(bytes);
    }

    /// <summary>16 hexadecimal digits.</summary>
    public override readonly string ToString() => _value.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>FNV-1a, finished as MurmurHash3 is: single bits of the input reach all of the output.</summary>
    private static ulong Mixed(ReadOnlySpan<byte> bytes)
    {
        var hash = FnvOffset;
        foreach (var one in bytes)
            hash = (hash ^ one) * FnvPrime;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
