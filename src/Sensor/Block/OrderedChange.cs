using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>What an order changes: the block of exactly this target is made so, or lifted, whoever made it.</summary>
/// <param name="Target">The target.</param>
/// <param name="Block">The block; null to lift it.</param>
public sealed record OrderedChange(Cidr Target, BlockRequest? Block)
{
    /// <summary>The order's position; 0 when it came in a snapshot.</summary>
    public long Position { get; init; }
}

/// <summary>What became of orders.</summary>
/// <param name="Refused">What is not blocked, and why.</param>
/// <param name="Held">Blocks of our own that no order made; told when all orders were made equal.</param>
public sealed record OrdersCarriedOut(IReadOnlyList<(Cidr Target, BlockDecision.Refused Decision)> Refused, IReadOnlyList<Decide.Block> Held);
