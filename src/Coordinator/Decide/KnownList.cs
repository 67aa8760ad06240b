using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>A block list as the leader has it at hand. Immutable.</summary>
internal sealed class KnownList
{
    /// <summary>So long before its end it is seen to that a block goes on.</summary>
    public static readonly TimeSpan EndsSoon = TimeSpan.FromSeconds(30);

    // Each extension goes to every sensor: a list that is fetched each hour and lasts a week is no reason for as many orders each hour.
    private const int LeastGain = 10;

    private readonly IReadOnlySet<Cidr> _lifted;
    private readonly string _reason;

    private KnownList(BlockList list, Cidr[] entries, IReadOnlySet<Cidr> lifted)
    {
        (List, Entries, _lifted) = (list, entries, lifted);
        _reason = Shortened.To(Shortened.Reason, list.Reason.Length == 0 ? $"list {list.Name}" : $"list {list.Name}: {list.Reason}");
    }

    /// <summary>As it is stored.</summary>
    public BlockList List { get; }

    /// <summary>What it names, sorted.</summary>
    public Cidr[] Entries { get; }

    /// <summary>What of it operators have lifted, sorted.</summary>
    public IEnumerable<Cidr> Lifted => _lifted.Order();

    /// <summary>One that names nothing yet.</summary>
    public static KnownList Empty(BlockList list) => new(list, [], new HashSet<Cidr>());

    /// <summary>One that was stored.</summary>
    public static KnownList Of(StoredList stored) => new(stored.List, ListText.ReadKept(stored.Entries), ListText.ReadKept(stored.Lifted).ToHashSet());

    /// <summary>With another description.</summary>
    public KnownList With(BlockList list) => new(list, Entries, _lifted);

    /// <summary>With other networks; what an operator has lifted stays so while it is named.</summary>
    public KnownList Naming(Cidr[] entries)
    {
        var list = new KnownList(List with { Entries = entries.Length }, entries, _lifted);
        return _lifted.Count == 0 ? list : new KnownList(list.List, entries, _lifted.Where(list.Names).ToHashSet());
    }

    /// <summary>With what it names within a network lifted by an operator; the same when it names nothing there.</summary>
    public KnownList LiftedWithin(Cidr network)
    {
        var place = Array.BinarySearch(Entries, network);
        List<Cidr> within = [.. Entries.Skip(place < 0 ? ~place : place).TakeWhile(entry => entry.Prefix >= network.Prefix && network.Contains(entry.Base))];
        return within.TrueForAll(_lifted.Contains) ? this : new KnownList(List, Entries, _lifted.Union(within).ToHashSet());
    }

    /// <summary>True when it names exactly this.</summary>
    public bool Names(Cidr network) => Array.BinarySearch(Entries, network) >= 0;

    /// <summary>True when an operator has lifted this.</summary>
    public bool IsLifted(Cidr network) => _lifted.Contains(network);

    /// <summary>True while it blocks.</summary>
    public bool IsInForce(DateTimeOffset now) => List.HeldSince is null && List.GoodAt is not null && !(List.EndsAt <= now);

    /// <summary>True when it has exactly this blocked.</summary>
    public bool Wants(Cidr network, DateTimeOffset now) => IsInForce(now) && Names(network) && !IsLifted(network);

    /// <summary>The block that it wants.</summary>
    public BlockOrder Order(Cidr network) => new()
    {
        Target = network,
        Until = List.EndsAt,
        ByOperator = true,
        Reason = _reason,
        List = List.Name,
    };

    /// <summary>True when a block would last so much longer by this list that it is worth an order.</summary>
    public bool Outlasts(DateTimeOffset? until, DateTimeOffset now)
    {
        if (until is not { } end)
            return false;
        if (List.EndsAt is not { } own)
            return true;
        return own > end && (end <= now + EndsSoon || own - end >= TimeSpan.FromTicks(List.Lasts.Ticks / LeastGain));
    }

    /// <summary>True when a block gives way to the one that this list wants: one of a list that is other than that, or one for another reason that is about to end.</summary>
    public bool Replaces(BlockOrder block, DateTimeOffset now) => block.List is null
        ? block.Until <= now + EndsSoon && Outlasts(block.Until, now)
        : block.List != List.Name || block.Reason != _reason || Outlasts(block.Until, now) || List.EndsAt < (block.Until ?? DateTimeOffset.MaxValue);
}
