using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>The blocks that give way to others when there is no room: those of sources whose address may be forged, by their end. Follows the order book.</summary>
internal sealed class UnprovenBlocks
{
    private readonly SortedSet<(long Until, Cidr Target)> _ends;

    /// <summary>Those of a book.</summary>
    public UnprovenBlocks(OrderBook book) => _ends = [.. book.Blocks.Values.Where(MayBeForged).Select(Place)];

    /// <summary>How many there are.</summary>
    public int Count => _ends.Count;

    /// <summary>The target of the one that ends soonest; null when there is none.</summary>
    public Cidr? Soonest => _ends.Count == 0 ? null : _ends.Min.Target;

    /// <summary>Follows an order that the book is about to take.</summary>
    public void Follow(OrderBook book, FleetOrder order)
    {
        switch (order)
        {
            case BlockOrder block:
                Forget(book.Find(block.Target));
                if (MayBeForged(block))
                    _ends.Add(Place(block));
                break;
            case UnblockOrder unblock:
                Forget(book.Find(unblock.Target));
                break;
            case ExpireOrder expire:
                _ends.RemoveWhere(end => end.Until <= expire.Before.ToUnixTimeSeconds());
                break;
        }
    }

    private void Forget(BlockOrder? block)
    {
        if (block is not null)
            _ends.Remove(Place(block));
    }

    private static bool MayBeForged(BlockOrder block) => block is { Proven: false, ByOperator: false };

    private static (long Until, Cidr Target) Place(BlockOrder block) => (block.Until?.ToUnixTimeSeconds() ?? long.MaxValue, block.Target);
}
