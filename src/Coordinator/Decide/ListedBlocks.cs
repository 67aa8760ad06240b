using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>The blocks that only lists want. They give way to all others when there is no room: a list tells what others saw, an alarm what we see. Follows the order book.</summary>
internal sealed class ListedBlocks
{
    private readonly SortedSet<Cidr> _targets;

    /// <summary>Those of a book.</summary>
    public ListedBlocks(OrderBook book) => _targets = [.. book.Blocks.Values.Where(block => block.List is not null).Select(block => block.Target)];

    /// <summary>Their targets, sorted.</summary>
    public IReadOnlyCollection<Cidr> Targets => _targets;

    /// <summary>The one that gives way first; null when there is none.</summary>
    public Cidr? Last => _targets.Count == 0 ? null : _targets.Max;

    /// <summary>Follows an order that the book is about to take.</summary>
    public void Follow(OrderBook book, FleetOrder order)
    {
        switch (order)
        {
            case BlockOrder { List: not null } block:
                _targets.Add(block.Target);
                break;
            case BlockOrder block:
                _targets.Remove(block.Target);
                break;
            case UnblockOrder unblock:
                _targets.Remove(unblock.Target);
                break;
            case ExpireOrder expire when _targets.Count > 0:
                foreach (var ended in book.EndedBy(expire.Before))
                    _targets.Remove(ended.Target);
                break;
        }
    }
}
