using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Whom the holder of the orders tells.</summary>
/// <param name="Blocks">The block list.</param>
/// <param name="Outbox">The outbox.</param>
/// <param name="Protect">Has whom the fleet protects protected; done when the block list will know it before whatever is asked next.</param>
internal sealed record OrdersLinks(ActorRef<BlockCommand> Blocks, ActorRef<OutboxMessage> Outbox, Func<FleetProtection, CancellationToken, Task> Protect)
{
    /// <summary>Has these blockers carry orders out from now on; those of ORDER_BLOCKER where none is given.</summary>
    public required Action<IReadOnlyList<string>> CarryOutBy { get; init; }
}
