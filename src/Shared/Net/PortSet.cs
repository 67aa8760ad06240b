using System.Numerics;

namespace PortSentry.Shared.Net;

/// <summary>An immutable set of ports, one bit each (8 KiB), so that a look-up is one load.</summary>
public sealed class PortSet : IEquatable<PortSet>
{
    private const int PortCount = 65536;
    private const int WordBits = 64;

    private readonly ulong[] _bits;

    private PortSet(ulong[] bits)
    {
        _bits = bits;
        Count = bits.Sum(BitOperations.PopCount);
    }

    /// <summary>The set without members.</summary>
    public static PortSet Empty { get; } = new(new ulong[PortCount / WordBits]);

    /// <summary>How many ports are in the set.</summary>
    public int Count { get; }

    /// <summary>The set of all ports in the given ranges.</summary>
    public static PortSet Of(IEnumerable<PortRange> ranges)
    {
        var bits = new ulong[PortCount / WordBits];
        foreach (var range in ranges)
        {
            for (int port = range.First; port <= range.Last; port++)
                bits[port / WordBits] |= 1UL << (port % WordBits);
        }

        return new PortSet(bits);
    }

    /// <summary>The set of the given ports.</summary>
    public static PortSet Of(IEnumerable<ushort> ports) => Of(ports.Select(port => new PortRange(port, port)));

    /// <summary>Every port below a bound of 0 to 65536.</summary>
    public static PortSet Below(int bound) => bound <= 0 ? Empty : Of([new PortRange(0, (ushort)(Math.Min(bound, PortCount) - 1))]);

    /// <summary>True when the port is in the set.</summary>
    public bool Contains(ushort port) => (_bits[port / WordBits] >> (port % WordBits) & 1) != 0;

    /// <summary>The ports of this set that are not in the other.</summary>
    public PortSet Except(PortSet other) => Combine(other, (mine, theirs) => mine & ~theirs);

    /// <summary>The ports that are in either set.</summary>
    public PortSet Union(PortSet other) => Combine(other, (mine, theirs) => mine | theirs);

    /// <summary>The fewest ranges that hold exactly the set's ports, ascending.</summary>
    public IReadOnlyList<PortRange> ToRanges()
    {
        List<PortRange> ranges = [];
        for (var port = 0; port < PortCount; port++)
        {
            if (!Contains((ushort)port))
                continue;

            var first = port;
            while (port + 1 < PortCount && Contains((ushort)(port + 1)))
                port++;
            ranges.Add(new PortRange((ushort)first, (ushort)port));
        }

        return ranges;
    }

    /// <inheritdoc/>
    public bool Equals(PortSet? other) => other is not null && _bits.AsSpan().SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PortSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in _bits)
            hash.Add(word);
        return hash.ToHashCode();
    }

    /// <summary>The ranges as a comma list, as a configuration writes them.</summary>
    public override string ToString() => string.Join(',', ToRanges());

    private PortSet Combine(PortSet other, Func<ulong, ulong, ulong> word)
    {
        var bits = new ulong[_bits.Length];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = word(_bits[i], other._bits[i]);
        return new PortSet(bits);
    }
}
