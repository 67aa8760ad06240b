using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>The orders of the fleet as this sensor holds them, and what each asks of its block list. Pure: the same orders ask the same.</summary>
internal sealed class FleetOrders
{
    /// <summary>The longest prefixes of networks that no order may block: half a family would be cut off by a slip of a finger.</summary>
    private const int WidestIPv4 = 8;
    private const int WidestIPv6 = 16;
    private const string TooWide = "too-wide";
    private static readonly TimeSpan Century = TimeSpan.FromDays(36525);

    private IReadOnlyDictionary<string, string> _labels = new Dictionary<string, string>();
    private CidrSet _ignored = CidrSet.Empty;
    private bool _simulatesAll;

    /// <summary>The orders of a book that was kept, or none.</summary>
    public FleetOrders(OrderBook? book, bool simulates)
    {
        _simulatesAll = simulates;
        if (book is not null)
            Use(book);
    }

    /// <summary>All orders up to the position; null before the first snapshot.</summary>
    public OrderBook? Book { get; private set; }

    /// <summary>Who is ignored and protected in the fleet.</summary>
    public FleetProtection Protection => Book is { } book
        ? new FleetProtection([.. book.Ignored], [.. book.ProtectedAs(FleetRole.Sensor)], [.. book.ProtectedAs(FleetRole.Coordinator)])
        : FleetProtection.None;

    /// <summary>True when orders are told and logged only: by ORDERS, or by the fleet's policy for this sensor.</summary>
    public bool Simulates => _simulatesAll || Response.Simulate;

    /// <summary>The blockers that the policy wants here; empty for ORDER_BLOCKER.</summary>
    public IReadOnlyList<string> Blockers => Response.Blockers;

    private (bool Simulate, IReadOnlyList<string> Blockers) Response => (Book?.Policy ?? FleetPolicy.Default).For(_labels);

    /// <summary>These are the sensor's labels; true when it must act otherwise now.</summary>
    public bool Greet(IReadOnlyDictionary<string, string> labels) => Changes(() => _labels = labels);

    /// <summary>ORDERS says so; true when it must act otherwise now.</summary>
    public bool Simulate(bool all) => Changes(() => _simulatesAll = all);

    /// <summary>Takes a whole book.</summary>
    public void Use(OrderBook book)
    {
        Book = book;
        _ignored = new CidrSet(book.Ignored);
    }

    /// <summary>True when the order of this place is held already: it came with a snapshot, and over the stream as well.</summary>
    public bool Holds(OrderPosition place) => Book is { } book && place.LogId == book.Position.LogId && place.Position <= book.Position.Position;

    /// <summary>Takes the next order; null when its place is not the next one, and nothing is changed.</summary>
    public OrderStep? Take(OrderPosition place, LoggedOrder logged, DateTimeOffset now)
    {
        var simulated = Simulates;
        if (Book is not { } book || place.LogId != book.Position.LogId)
            return null;

        var earlier = logged.Order is BlockOrder named ? book.Find(named.Target) : null;
        if (!book.TryApply(logged))
            return null;

        switch (logged.Order)
        {
            case BlockOrder block:
                // The leader's clock may be ahead of what we know of it: no order is from later than now.
                return Replace(earlier, block, logged.Position, logged.At > now ? logged.At : now);
            case UnblockOrder unblock:
                return new OrderStep { Change = new OrderedChange(unblock.Target, null) };
            case IgnoreOrder ignore:
                _ignored = new CidrSet(book.Ignored);
                return new OrderStep { ChangesProtection = true, ChangesAll = ignore.Remove.Count > 0 };
            case ProtectOrder protect:
                return new OrderStep { ChangesProtection = true, ChangesAll = protect.Remove.Count > 0 };
            case PolicyOrder:
                return new OrderStep { ChangesAll = simulated != Simulates };
            default:
                // What has expired was ended here by a timer.
                return OrderStep.None;
        }
    }

    /// <summary>What must be blocked by order, all of it, and what of the orders is refused.</summary>
    public (IReadOnlyList<BlockRequest> Wanted, IReadOnlyList<OrderRefused> Refused) Everything(DateTimeOffset now)
    {
        List<BlockRequest> wanted = [];
        List<OrderRefused> refused = [];
        foreach (var block in Book?.Blocks.Values ?? [])
        {
            var step = Judge(block, 0, now);
            if (step.Change?.Block is { } request)
                wanted.Add(request);
            if (step.Refused is { } one)
                refused.Add(one);
        }

        return (wanted, refused);
    }

    /// <summary>An order that is over by the time it comes may have cut another short, which is in force here and which no timer ends as early.</summary>
    private OrderStep Replace(BlockOrder? earlier, BlockOrder block, long position, DateTimeOffset now) =>
        earlier is not null && !IsOver(earlier, now) && IsOver(block, now)
            ? new OrderStep { ChangesAll = true }
            : Judge(block, position, now);

    private OrderStep Judge(BlockOrder block, long position, DateTimeOffset now)
    {
        if (IsOver(block, now))
            return OrderStep.None;
        if (Simulates)
            return new OrderStep { Simulated = block.Target };
        if (block.Target.Prefix < (block.Target.IsIPv4 ? WidestIPv4 : WidestIPv6))
            return new OrderStep { Refused = new OrderRefused(block.Target, position, TooWide) };
        if (_ignored.Overlaps(block.Target))
            return new OrderStep { Refused = new OrderRefused(block.Target, position, OrderRefusals.Keyword(ProtectionReason.Ignored)) };
        return new OrderStep { Change = new OrderedChange(block.Target, RequestOf(block, now)) { Position = position } };
    }

    private static bool IsOver(BlockOrder block, DateTimeOffset now) => block.Until <= now;

    /// <summary>A block lasts as long from now as it does by the coordinator's clock.</summary>
    private static BlockRequest RequestOf(BlockOrder block, DateTimeOffset now) => new()
    {
        Target = block.Target,
        Origin = BlockOrigin.Coordinator,
        Duration = block.Until is { } until && until - now < Century ? until - now : TimeSpan.Zero,
        Proven = block.Proven,
        Reason = block.Reason,
    };

    private bool Changes(Action change)
    {
        var before = Simulates;
        change();
        return before != Simulates;
    }
}
