using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>Makes views of blocks. Pure.</summary>
internal static class BlockViews
{
    /// <summary>What the reason of a block begins with that a list has made, before the list's name and a colon.</summary>
    public const string ListReason = "block list ";

    /// <summary>A block as operators see it: in force on the connected sensors that have come as far as its last order, and have not refused it.</summary>
    public static BlockView Of(BlockEntry block, IReadOnlyList<SensorRow> connected, IEnumerable<RefusalRow> refusals)
    {
        var refused = refusals
            .Where(refusal => refusal.Refused.Target == block.Order.Target && (refusal.Refused.Position == 0 || refusal.Refused.Position >= block.Position))
            .Select(refusal => refusal.Sensor).ToHashSet(StringComparer.Ordinal);
        return new BlockView
        {
            Target = block.Order.Target,
            Until = block.Order.Until,
            Origin = OriginOf(block.Order),
            List = ListOf(block.Order),
            Since = block.Since,
            Position = block.Position,
            Port = block.Order.Port,
            Proven = block.Order.Proven,
            Reason = block.Order.Reason,
            SensorsInForce = connected.Count(sensor => sensor.State?.Applied?.Position.Position >= block.Position && !refused.Contains(sensor.Name)),
            SensorsConnected = connected.Count,
        };
    }

    /// <summary>operator, coordinator or list.</summary>
    public static string OriginOf(BlockOrder block) => ListOf(block).Length > 0 ? "list" : block.ByOperator ? "operator" : "coordinator";

    /// <summary>The list that a block comes from; empty when it comes from none.</summary>
    public static string ListOf(BlockOrder block) =>
        block.Reason.StartsWith(ListReason, StringComparison.Ordinal) && block.Reason.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? block.Reason[ListReason.Length..colon]
            : "";
}
