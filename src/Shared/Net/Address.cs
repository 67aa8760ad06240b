using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Net;

/// <summary>An IPv4 or IPv6 address as one 128-bit value, IPv4 in its mapped form (RFC 4291, 2.5.5.2), so that a table of sources needs no allocation.</summary>
[JsonConverter(typeof(AddressJsonConverter))]
public readonly record struct Address : IComparable<Address>
{
    private const int MappedPrefix = 96;
    private const int IPv4Length = 4;
    private const int IPv6Length = 16;

    // Made anew in each process: a stranger cannot choose addresses that collide.
    private static readonly ulong FirstKey = (uint)HashCode.Combine(1) | ((ulong)(uint)HashCode.Combine(2) << 32);
    private static readonly ulong SecondKey = (uint)HashCode.Combine(3) | ((ulong)(uint)HashCode.Combine(4) << 32);

    private readonly UInt128 _value;

    private Address(UInt128 value) => _value = value;

    /// <summary>True for an IPv4 address; a mapped IPv6 address is the IPv4 address it stands for.</summary>
    public bool IsIPv4 => _value >> 32 == 0xffff;

    /// <summary>The bits an address of this family has: 32 or 128.</summary>
    public int Bits => IsIPv4 ? 32 : 128;

    /// <summary>The IPv4 address in host byte order; meaningless for IPv6.</summary>
    public uint IPv4Value => (uint)_value;

    /// <summary>The address from 4 or 16 bytes in network order.</summary>
    public static Address FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        IPv4Length => FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        IPv6Length => new Address(BinaryPrimitives.ReadUInt128BigEndian(bytes)),
        _ => throw new ArgumentException("An address has 4 or 16 bytes.", nameof(bytes)),
    };

    /// <summary>The IPv4 address whose value in host byte order is given.</summary>
    public static Address FromIPv4(uint value) => new(((UInt128)0xffff << 32) | value);

    /// <summary>The address that .NET's type stands for; its scope is dropped.</summary>
    public static Address From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[IPv6Length];
        address.TryWriteBytes(bytes, out var written);
        return FromBytes(bytes[..written]);
    }

    /// <summary>Reads a dotted quad or an IPv6 address, without scope, port or brackets.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Address address)
    {
        address = default;
        // IPAddress also takes "1", "0x7f.1", "010.1.1.1" and scopes: none of them is an address to an administrator.
        if (text is null || text.Contains('%', StringComparison.Ordinal) || text.Contains('[', StringComparison.Ordinal))
            return false;
        if (!text.Contains(':', StringComparison.Ordinal) && !IsDottedQuad(text))
            return false;
        if (!IPAddress.TryParse(text, out var parsed))
            return false;

        address = From(parsed);
        return true;
    }

    /// <summary>Reads an address that is known to be well formed; throws FormatException otherwise.</summary>
    public static Address Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IP address");

    /// <summary>The address with all but its first bits cleared; <paramref name="prefix"/> counts within the family.</summary>
    public Address Masked(int prefix)
    {
        var significant = IsIPv4 ? prefix + MappedPrefix : prefix;
        return significant switch
        {
            <= 0 => default,
            >= 128 => this,
            _ => new Address(_value & (UInt128.MaxValue << (128 - significant))),
        };
    }

    /// <summary>Writes the 4 or 16 bytes of the address in network order and says how many.</summary>
    public int WriteBytes(Span<byte> destination)
    {
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, IPv4Value);
            return IPv4Length;
        }

        BinaryPrimitives.WriteUInt128BigEndian(destination, _value);
        return IPv6Length;
    }

    /// <summary>.NET's type for this address.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[IPv6Length];
        return new IPAddress(bytes[..WriteBytes(bytes)]);
    }

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash(0);

    /// <summary>A 64-bit hash of the address and a number, keyed by two secrets of this process: one multiplication, folded twice, since a factor that ends in zeros leaves the low bits of a product empty.</summary>
    public ulong Hash(ulong number)
    {
        var folded = Math.BigMul((ulong)_value ^ FirstKey, (ulong)(_value >> 64) ^ number ^ SecondKey, out var low) ^ low;
        return folded ^ (folded >> 32);
    }

    /// <inheritdoc/>
    public bool Equals(Address other) => _value == other._value;

    /// <inheritdoc/>
    public int CompareTo(Address other) => _value.CompareTo(other._value);

    /// <summary>Canonical text: a dotted quad, or RFC 5952.</summary>
    public override string ToString() => ToIPAddress().ToString();

    private static bool IsDottedQuad(string text)
    {
        var parts = text.Split('.');
        return parts.Length == IPv4Length && parts.All(IsOctet);
    }

    private static bool IsOctet(string part) =>
        part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0');

    /// <inheritdoc/>
    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;
}
