namespace PortSentry.Shared.Orders;

/// <summary>An order with its place in the log.</summary>
/// <param name="Position">Its number: the last one's plus one, without gaps.</param>
/// <param name="At">When it was made, by the coordinator's clock.</param>
/// <param name="Order">The order.</param>
public sealed record LoggedOrder(long Position, DateTimeOffset At, FleetOrder Order);
