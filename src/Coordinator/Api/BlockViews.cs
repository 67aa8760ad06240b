using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>Makes views of blocks. Pure.</summary>
internal static class BlockViews
{
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
            List = block.Order.List,
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
    public static string OriginOf(BlockOrder block) => block switch
    {
        { List: not null } => "list",
        { ByOperator: true } => "operator",
        _ => "coordinator",
    };
}
