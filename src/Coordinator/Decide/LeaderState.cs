using PortSentry.Coordinator.Store;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>What the leader decides by, besides what is stored of sources. A step changes it: when the step's work cannot be committed it is wrong, and must be begun anew from the store.</summary>
public sealed class LeaderState
{
    private LeaderState(OrderBook book, DecisionPolicy policy, IReadOnlyList<StoredList> lists)
    {
        (Book, Policy) = (book, policy);
        (Lists, Listed) = (new FleetLists(lists), new ListedBlocks(book));
        Guard = new FleetGuard(book);
        Unproven = new UnprovenBlocks(book);
    }

    /// <summary>The fold of all orders so far.</summary>
    public OrderBook Book { get; }

    /// <summary>The policy in use.</summary>
    public DecisionPolicy Policy { get; internal set; }

    internal FleetGuard Guard { get; }

    internal UnprovenBlocks Unproven { get; }

    internal FleetLists Lists { get; }

    internal ListedBlocks Listed { get; }

    internal SaySo SaySo { get; } = new();

    /// <summary>The addresses of hosts of the fleet; null until they are needed.</summary>
    internal FleetOwners? Owners { get; set; }

    /// <summary>When blocks that had ended were last taken out of the book.</summary>
    internal DateTimeOffset ExpiredAt { get; set; }

    /// <summary>The state of a new leader; the policy is the default where none was stored, or one that this version cannot read.</summary>
    public static LeaderState Begin(OrderBook book, string? policy, IReadOnlyList<StoredList>? lists = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new LeaderState(book, DecisionPolicy.Stored(policy), lists ?? []);
    }

    /// <summary>True while lists want what is not done yet.</summary>
    public bool HasMoreToDo => Lists.IsHurried;

    internal bool TryApply(LoggedOrder order)
    {
        Unproven.Follow(Book, order.Order);
        Listed.Follow(Book, order.Order);
        if (!Book.TryApply(order))
            return false;

        if (order.Order is IgnoreOrder or ProtectOrder)
            Guard.Changed();
        return true;
    }
}
