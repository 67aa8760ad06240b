using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The actors that the link works for.</summary>
/// <param name="Outbox">Keeps reports until they are delivered.</param>
/// <param name="Orders">Holds the orders.</param>
/// <param name="Watch">Knows how the link is.</param>
internal sealed record FleetActors(ActorRef<OutboxMessage> Outbox, ActorRef<OrdersMessage> Orders, ActorRef<LinkNews> Watch);
