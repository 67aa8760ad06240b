using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>The digest that every book has at a position.</summary>
/// <param name="Position">The position.</param>
/// <param name="Digest">The digest (<see cref="OrderBook.Digest"/>).</param>
internal sealed record BookDigest(OrderPosition Position, string Digest);
