using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>A block of the book, with what is known of its making.</summary>
/// <param name="Order">Its last order.</param>
/// <param name="Since">Since when the target is blocked; null when it is not known.</param>
/// <param name="Position">The place of its last order; 0 when it is not known.</param>
/// <param name="Began">The place of the order that it began with; 0 when it is not known.</param>
internal sealed record BlockEntry(BlockOrder Order, DateTimeOffset? Since, long Position, long Began)
{
    /// <summary>True while it has not ended.</summary>
    public bool IsInForce(DateTimeOffset now) => Order.Until is not { } until || until > now;
}
