using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>One event of the order feed, encoded once for all streams, and the way to the next. Whoever holds a node can follow from there; nodes behind the last holder are garbage.</summary>
internal sealed class FeedNode(OrderPosition position, LoggedOrder? order, ReadOnlyMemory<byte> text)
{
    private readonly TaskCompletionSource<FeedNode> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The last order up to here.</summary>
    public OrderPosition Position { get; } = position;

    /// <summary>The order that it tells; null for the beginning and for pings.</summary>
    public LoggedOrder? Order { get; } = order;

    /// <summary>The event as the stream has it; empty for the beginning.</summary>
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <summary>The next event, once there is one.</summary>
    public Task<FeedNode> Next => _next.Task;

    /// <summary>Lets all who follow go on to the next event; told once, by the feed's owner.</summary>
    public void Continue(FeedNode next) => _next.SetResult(next);
}
