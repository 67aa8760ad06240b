using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>The orders that streams follow, one after the other, and the latest of them by position, so that a stream can begin in the past. Its owner alone changes it. Bounded: of the past so many orders are kept; who is further behind reads the store or a snapshot.</summary>
internal sealed class OrderFeed
{
    private readonly int _kept;
    private readonly Queue<FeedNode> _past = new();

    /// <summary>A feed that goes on from a position.</summary>
    public OrderFeed(OrderPosition begin, int kept)
    {
        _kept = kept;
        Last = new FeedNode(begin, null, default);
        _past.Enqueue(Last);
    }

    /// <summary>The last event.</summary>
    public FeedNode Last { get; private set; }

    /// <summary>Tells the next order; false when its place is not the next one, and nothing is told.</summary>
    public bool TryTell(LoggedOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Position != Last.Position.Position + 1)
            return false;

        var logId = Last.Position.LogId;
        Follow(new FeedNode(new OrderPosition(logId, order.Position), order, StreamText.Order(logId, order)));
        _past.Enqueue(Last);
        while (_past.Count > _kept)
            _past.Dequeue();
        return true;
    }

    /// <summary>Tells that the stream lives.</summary>
    public void Ping(DateTimeOffset now) =>
        Follow(new FeedNode(Last.Position, null, StreamText.Ping(new StreamPing(now, Last.Position.Position))));

    /// <summary>The event after which a stream goes on that holds all orders up to a position; null when that is too long ago, ahead, or of another log.</summary>
    public FeedNode? Find(OrderPosition held)
    {
        var first = _past.Peek().Position;
        return held.LogId == first.LogId && held.Position >= first.Position && held.Position <= Last.Position.Position
            ? _past.ElementAt((int)(held.Position - first.Position))
            : null;
    }

    private void Follow(FeedNode node)
    {
        Last.Continue(node);
        Last = node;
    }
}
