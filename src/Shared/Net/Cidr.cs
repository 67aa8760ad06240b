using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Net;

/// <summary>A network, or one host where the prefix is the whole address; host bits are always cleared.</summary>
[JsonConverter(typeof(CidrJsonConverter))]
public readonly record struct Cidr : IComparable<Cidr>
{
    /// <summary>The network of an address; the prefix is 0 to 32 or 0 to 128 bits by family.</summary>
    public Cidr(Address address, int prefix)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefix);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix, address.Bits);
        Base = address.Masked(prefix);
        Prefix = prefix;
    }

    /// <summary>The first address of the network.</summary>
    public Address Base { get; }

    /// <summary>The number of leading bits that belong to the network.</summary>
    public int Prefix { get; }

    /// <summary>True for a network of IPv4 addresses.</summary>
    public bool IsIPv4 => Base.IsIPv4;

    /// <summary>True when the network is a single address.</summary>
    public bool IsHost => Prefix == Base.Bits;

    /// <summary>The network of one address alone.</summary>
    public static Cidr Host(Address address) => new(address, address.Bits);

    /// <summary>Reads <c>address</c> or <c>address/prefix</c>, or for IPv4 <c>address/dotted mask</c>; host bits are masked off.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Cidr network)
    {
        network = default;
        if (text is null)
            return false;

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!Address.TryParse(slash < 0 ? text : text[..slash], out var address))
            return false;

        var prefix = address.Bits;
        if (slash >= 0 && !TryParsePrefix(text[(slash + 1)..], address, out prefix))
            return false;

        network = new Cidr(address, prefix);
        return true;
    }

    /// <summary>Reads a network that is known to be well formed; throws FormatException otherwise.</summary>
    public static Cidr Parse(string text) =>
        TryParse(text, out var network) ? network : throw new FormatException($"'{text}' is not an address or network");

    /// <summary>True when the address lies in this network.</summary>
    public bool Contains(Address address) =>
        address.IsIPv4 == IsIPv4 && new Cidr(address, Prefix).Base == Base;

    /// <summary>True when the two networks share an address: one then contains the other.</summary>
    public bool Overlaps(Cidr other) =>
        Prefix <= other.Prefix ? Contains(other.Base) : other.Contains(Base);

    /// <inheritdoc/>
    public int CompareTo(Cidr other)
    {
        var byBase = Base.CompareTo(other.Base);
        return byBase != 0 ? byBase : Prefix.CompareTo(other.Prefix);
    }

    /// <summary>An address alone for a host, <c>address/prefix</c> for a network.</summary>
    public override string ToString() => IsHost ? Base.ToString() : $"{Base}/{Prefix.ToString(CultureInfo.InvariantCulture)}";

    private static bool TryParsePrefix(string text, Address address, out int prefix)
    {
        if (text.Length is >= 1 and <= 3 && text.All(char.IsAsciiDigit))
        {
            prefix = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
            return prefix <= address.Bits;
        }

        prefix = 0;
        if (!address.IsIPv4 || !Address.TryParse(text, out var mask) || !mask.IsIPv4)
            return false;

        prefix = System.Numerics.BitOperations.PopCount(mask.IPv4Value);
        return prefix == 0 || mask.IPv4Value == uint.MaxValue << (32 - prefix);
    }

    /// <inheritdoc/>
    public static bool operator <(Cidr left, Cidr right) => left.CompareTo(right) < 0;

    /// <inheritdoc/>
    public static bool operator >(Cidr left, Cidr right) => left.CompareTo(right) > 0;

    /// <inheritdoc/>
    public static bool operator <=(Cidr left, Cidr right) => left.CompareTo(right) <= 0;

    /// <inheritdoc/>
    public static bool operator >=(Cidr left, Cidr right) => left.CompareTo(right) >= 0;
}
