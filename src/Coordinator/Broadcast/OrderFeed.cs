using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>The orders that streams follow, one after the other, and the latest of them by position, so that a stream can begin in the past. Its owner alone changes it. Bounded: of the past so many orders are kept; who is further behind reads the store or a snapshot.</summary>
internal sealed class OrderFeed
{
    // A ring by position, so that a whole fleet that comes back finds its places at once.
    private readonly FeedNode?[] _past;
    private long _first;

    /// <summary>A feed that goes on from a position.</summary>
    public OrderFeed(OrderPosition begin, int kept)
    {
        (_past, _first) = (new FeedNode?[kept], begin.Position);
        Last = new FeedNode(begin, null, default);
        Keep(Last);
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
        Keep(Last);
        return true;
    }

    /// <summary>Tells that the stream lives.</summary>
    public void Ping(DateTimeOffset now) =>
        Follow(new FeedNode(Last.Position, null, StreamText.Ping(new StreamPing(now, Last.Position.Position))));

    /// <summary>The event after which a stream goes on that holds all orders up to a position; null when that is too long ago, ahead, or of another log.</summary>
    public FeedNode? Find(OrderPosition held) =>
        held.LogId == Last.Position.LogId && held.Position >= _first && held.Position <= Last.Position.Position
            ? _past[held.Position % _past.Length]
            : null;

    private void Keep(FeedNode node)
    {
        var position = node.Position.Position;
        _past[position % _past.Length] = node;
        _first = Math.Max(_first, position - _past.Length + 1);
    }

    private void Follow(FeedNode node)
    {
        Last.Continue(node);
        Last = node;
    }
}
