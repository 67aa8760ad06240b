using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>The book as questions are asked about it: who is blocked, since when, in which order. Bounded as the book is, by the policy's most blocks.</summary>
internal sealed class LiveBook
{
    private readonly OrderBook _book;
    private readonly Dictionary<Cidr, BlockDate> _dates;
    private readonly Dictionary<BlockSort, (long Position, BlockEntry[] Entries)> _sorted = [];
    private CidrSet? _ignored;

    /// <summary>What the store holds.</summary>
    public LiveBook(DatedBook stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        (_book, _dates) = (stored.Book, new Dictionary<Cidr, BlockDate>(stored.Dates));
    }

    /// <summary>The last order that it holds.</summary>
    public OrderPosition Position => _book.Position;

    /// <summary>How sensors carry out orders.</summary>
    public FleetPolicy Policy => _book.Policy;

    /// <summary>The ignore list.</summary>
    public IReadOnlyCollection<Cidr> Ignored => _book.Ignored;

    /// <summary>Takes the next order; false when its place is not the next one, and nothing is changed.</summary>
    public bool TryApply(LoggedOrder order)
    {
        var present = order.Order is BlockOrder before ? _book.Find(before.Target) : null;
        if (!_book.TryApply(order))
            return false;

        switch (order.Order)
        {
            case BlockOrder block:
                var date = _dates.GetValueOrDefault(block.Target);
                var goesOn = present is not null && !(present.Until <= order.At);
                // Where it began is told by places alone: a clock may be set back, or another leader's.
                _dates[block.Target] = new BlockDate(goesOn ? date?.Since : order.At, order.Position, present is null ? order.Position : date?.Began ?? 0);
                break;
            case UnblockOrder unblock:
                _dates.Remove(unblock.Target);
                break;
            case ExpireOrder:
                foreach (var gone in _dates.Keys.Where(target => !_book.Blocks.ContainsKey(target)).ToList())
                    _dates.Remove(gone);
                break;
            case IgnoreOrder:
                _ignored = null;
                break;
        }

        return true;
    }

    /// <summary>How many blocks are in force.</summary>
    public int Count(DateTimeOffset now) => _book.Blocks.Count - _book.EndedBy(now).Count();

    /// <summary>The blocks that a filter lets through, in its order.</summary>
    public IReadOnlyList<BlockEntry> Find(BlockFilter filter, DateTimeOffset now) =>
        [.. Sorted(filter.Sort).Where(entry => entry.IsInForce(now) && BlockMatch.Lets(filter, entry))];

    /// <summary>The blocks of exactly these targets.</summary>
    public IReadOnlyList<BlockEntry> Of(IEnumerable<Cidr> targets, DateTimeOffset now) =>
        [.. targets.Select(_book.Find).OfType<BlockOrder>().Select(EntryOf).Where(entry => entry.IsInForce(now))];

    /// <summary>The blocks of a network, around it and within it.</summary>
    public IReadOnlyList<BlockEntry> Around(Cidr network, DateTimeOffset now) =>
        [.. (network.IsHost ? Over(network) : _book.Blocks.Values.Where(block => block.Target.Overlaps(network))).Select(EntryOf).Where(entry => entry.IsInForce(now))
            .OrderByDescending(entry => entry.Order.Until ?? DateTimeOffset.MaxValue).ThenBy(entry => entry.Order.Target)];

    /// <summary>What is done about a source: blocked as a whole, spared, or nothing.</summary>
    public SourceCover CoverOf(Cidr source, DateTimeOffset now)
    {
        if (Over(source).Any(block => EntryOf(block).IsInForce(now)))
            return SourceCover.Blocked;
        return SparedAs(source).Length > 0 ? SourceCover.Spared : SourceCover.None;
    }

    /// <summary>Why a network cannot be blocked: ignored, sensor or coordinator; empty when it can.</summary>
    public string SparedAs(Cidr network) =>
        (_ignored ??= new CidrSet(_book.Ignored)).Overlaps(network) ? "ignored"
        : IsOf(FleetRole.Sensor, network) ? "sensor"
        : IsOf(FleetRole.Coordinator, network) ? "coordinator"
        : "";

    /// <summary>The blocks of a network itself and of those around it: as many look-ups as its prefix is long, however many blocks there are.</summary>
    private IEnumerable<BlockOrder> Over(Cidr network) =>
        Enumerable.Range(0, network.Prefix + 1).Select(prefix => _book.Find(new Cidr(network.Base, prefix))).OfType<BlockOrder>();

    private bool IsOf(FleetRole role, Cidr network) => network.IsHost
        ? _book.ProtectedAs(role).Contains(network.Base)
        : _book.ProtectedAs(role).Any(network.Contains);

    private BlockEntry EntryOf(BlockOrder block)
    {
        var date = _dates.GetValueOrDefault(block.Target);
        return new BlockEntry(block, date?.Since, date?.Position ?? 0, date?.Began ?? 0);
    }

    /// <summary>All blocks in an order; made anew when the book has changed since.</summary>
    private BlockEntry[] Sorted(BlockSort sort)
    {
        if (_sorted.TryGetValue(sort, out var known) && known.Position == Position.Position)
            return known.Entries;

        BlockEntry[] entries = [.. _book.Blocks.Values.Select(EntryOf)];
        Array.Sort(entries, (one, other) => BlockMatch.Compare(sort, one, other));
        _sorted[sort] = (Position.Position, entries);
        return entries;
    }
}
