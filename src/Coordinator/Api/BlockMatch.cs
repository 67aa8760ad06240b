using System.Globalization;

namespace PortSentry.Coordinator.Api;

/// <summary>Which blocks a filter lets through, and the places that they have in an order. Pure.</summary>
internal static class BlockMatch
{
    /// <summary>True when the filter lets this one through.</summary>
    public static bool Lets(BlockFilter filter, BlockView block) =>
        (filter.Overlaps is not { } network || block.Target.Overlaps(network))
        && (filter.Origin is not { } origin || block.Origin == origin)
        && (filter.List is not { } list || block.List == list)
        && (filter.Proven is not { } proven || block.Proven == proven)
        && (filter.Port is not { } port || block.Port == port)
        && (string.IsNullOrEmpty(filter.Reason) || block.Reason.Contains(filter.Reason, StringComparison.OrdinalIgnoreCase));

    /// <summary>The place of a block in an order, as text that sorts so.</summary>
    public static string Place(BlockSort sort, BlockView block) => sort switch
    {
        BlockSort.EndsSoonest => $"{Number(block.Until?.UtcTicks ?? long.MaxValue)}~{Target(block)}",
        BlockSort.Target => Target(block),
        _ => $"{Number(long.MaxValue - block.Position)}~{Target(block)}",
    };

    private static string Number(long number) => number.ToString("x16", CultureInfo.InvariantCulture);

    private static string Target(BlockView block)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = block.Target.Base.WriteBytes(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"{length:x2}{Convert.ToHexString(bytes[..length])}{block.Target.Prefix:x2}");
    }
}
