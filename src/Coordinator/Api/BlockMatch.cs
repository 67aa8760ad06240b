using System.Globalization;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Api;

/// <summary>Which blocks a filter lets through, and the places that they have in an order. Pure.</summary>
internal static class BlockMatch
{
    /// <summary>True when the filter lets this one through.</summary>
    public static bool Lets(BlockFilter filter, BlockEntry block) =>
        (filter.Overlaps is not { } network || block.Order.Target.Overlaps(network))
        && (filter.Origin is not { } origin || BlockViews.OriginOf(block.Order) == origin)
        && (filter.Proven is not { } proven || block.Order.Proven == proven)
        && (filter.Port is not { } port || block.Order.Port == port)
        && (string.IsNullOrEmpty(filter.Reason) || block.Order.Reason.Contains(filter.Reason, StringComparison.OrdinalIgnoreCase));

    /// <summary>Which of two comes first.</summary>
    public static int Compare(BlockSort sort, BlockEntry one, BlockEntry other)
    {
        var byNumber = Number(sort, one).CompareTo(Number(sort, other));
        return byNumber != 0 ? byNumber : one.Order.Target.CompareTo(other.Order.Target);
    }

    /// <summary>The place of a block in an order, as text that sorts so.</summary>
    public static string Place(BlockSort sort, BlockEntry block)
    {
        Span<byte> bytes = stackalloc byte[16];
        var address = block.Order.Target.Base.IsIPv4 ? bytes[12..] : bytes;
        // IPv4 in its mapped form, so that the text sorts as the addresses do.
        bytes.Clear();
        if (block.Order.Target.IsIPv4)
            bytes[10..12].Fill(byte.MaxValue);
        block.Order.Target.Base.WriteBytes(address);
        return string.Create(CultureInfo.InvariantCulture, $"{Number(sort, block):x16}{Convert.ToHexString(bytes)}{block.Order.Target.Prefix:x2}");
    }

    private static long Number(BlockSort sort, BlockEntry block) => sort switch
    {
        BlockSort.EndsSoonest => block.Order.Until?.UtcTicks ?? long.MaxValue,
        BlockSort.Target => 0,
        _ => long.MaxValue - block.Position,
    };
}
