using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Brings orders of the coordinator into the block list, and gathers what the firewall must do for them. Pure.</summary>
internal sealed class OrderDesk(BlockBook book, DateTimeOffset now)
{
    /// <summary>Ends that differ by less are the same: two clocks are never quite together.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(3);

    private readonly Dictionary<Cidr, Decide.Block> _made = [];
    // Of those, the ones that nobody was handed yet: there was no block of their targets before.
    private readonly HashSet<Cidr> _new = [];
    private readonly Dictionary<Cidr, Decide.Block> _gone = [];

    /// <summary>What is not blocked, and why.</summary>
    public List<(BlockRequest Request, BlockDecision.Refused Decision)> Refused { get; } = [];

    /// <summary>Blocks to put into force.</summary>
    public IReadOnlyList<Decide.Block> Made => [.. _made.Values];

    /// <summary>Blocks that were lifted, those that were made again left out. A blocker may be about to put one into force that is not.</summary>
    public IReadOnlyList<Decide.Block> Lifted => [.. _gone.Values.Where(block => book.Find(block.Target) is null)];

    /// <summary>Of those, the ones that were in force: nobody was told of the others.</summary>
    public IReadOnlyList<Decide.Block> Freed => [.. Lifted.Where(block => block.InForceAt is not null)];

    /// <summary>Blocks of this host's own that an order covers from now on: the blockers of orders carry them out as well.</summary>
    public List<Decide.Block> Covered { get; } = [];

    /// <summary>Blocks that gave way to others.</summary>
    public List<Decide.Block> GaveWay { get; } = [];

    /// <summary>Carries out one order.</summary>
    public void CarryOut(OrderedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.Block is { } request)
            Make(request);
        else
            Lift(change.Target);
    }

    /// <summary>Makes the blocks of orders these; true when anything changed.</summary>
    public bool Equal(IReadOnlyList<BlockRequest> wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var targets = wanted.Select(request => request.Target).ToHashSet();
        foreach (var block in book.Blocks.Where(block => block.Origin == BlockOrigin.Coordinator && !targets.Contains(block.Target)).ToList())
            Lift(block.Target);
        foreach (var request in wanted.Where(request => !IsSame(request)))
            Make(request);
        return _made.Count > 0 || _gone.Count > 0 || Covered.Count > 0;
    }

    /// <summary>What became of the orders, once what they made was put into force; <paramref name="held"/> are blocks of our own that none made.</summary>
    public OrdersCarriedOut Settled(IReadOnlyList<Decide.Block> held)
    {
        var notTaken = Made.Where(block => book.Find(block.Target) is { InForceAt: null }).Select(block => (block.Target, new BlockDecision.Refused(Refusal.NotTaken)));
        return new OrdersCarriedOut([.. Refused.Select(refused => (refused.Request.Target, refused.Decision)), .. notTaken], held);
    }

    private void Make(BlockRequest request)
    {
        var present = book.Find(request.Target);
        var wasOrdered = present is null or { IsOrdered: true };
        switch (book.Decide(request, now))
        {
            case BlockDecision.Unchanged covered when covered.Block.IsOrdered && !wasOrdered:
                Covered.Add(covered.Block);
                break;
            case BlockDecision.Added added:
                _made[added.Block.Target] = added.Block;
                if (present is null)
                    _new.Add(added.Block.Target);
                if (added.GaveWay is { } displaced)
                    GaveWay.Add(displaced);
                break;
            case BlockDecision.Refused refused:
                Refused.Add((request, refused));
                break;
        }
    }

    private void Lift(Cidr target)
    {
        _made.Remove(target);
        Covered.RemoveAll(block => block.Target == target);
        if (book.Remove(target) is { } block && !_new.Remove(target))
            _gone.TryAdd(target, block);
    }

    private bool IsSame(BlockRequest request)
    {
        if (book.Find(request.Target) is not { InForceAt: not null } present || (present.Origin != BlockOrigin.Coordinator && !present.IsOrdered))
            return false;

        var until = request.Duration == TimeSpan.Zero ? null : now + request.Duration;
        // A block of our own may well last longer than the order.
        if (present.Origin != BlockOrigin.Coordinator && (present.Until is null || present.Until >= until))
            return true;
        return until is null || present.Until is null
            ? until == present.Until
            : (until.Value - present.Until.Value).Duration() <= Tolerance;
    }
}
