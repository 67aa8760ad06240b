using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Whom the holder of the orders tells.</summary>
/// <param name="Blocks">The block list.</param>
/// <param name="Outbox">The outbox.</param>
/// <param name="Protect">Hears whom the fleet protects; must not wait.</param>
internal sealed record OrdersLinks(ActorRef<BlockCommand> Blocks, ActorRef<OutboxMessage> Outbox, Action<FleetProtection> Protect);
