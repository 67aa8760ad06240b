using PortSentry.Shared.Net;

namespace PortSentry.Shared.Orders;

/// <summary>The state that all orders up to a position make, the same on every coordinator and sensor. Pure: the same orders give the same book.</summary>
public sealed class OrderBook
{
    private readonly Dictionary<Cidr, BlockOrder> _blocks = [];
    private readonly SortedSet<(long Until, Cidr Target)> _ends = [];
    private readonly HashSet<Cidr> _ignored = [];
    private readonly Dictionary<FleetRole, HashSet<Address>> _protected = new() { [FleetRole.Sensor] = [], [FleetRole.Coordinator] = [] };
    private OrderDigest _digest;

    /// <summary>An empty book at the beginning of a log.</summary>
    public OrderBook(string logId) => Position = new OrderPosition(logId, 0);

    /// <summary>The last order that it holds.</summary>
    public OrderPosition Position { get; private set; }

    /// <summary>How sensors carry out orders.</summary>
    public FleetPolicy Policy { get; private set; } = FleetPolicy.Default;

    /// <summary>The blocks, each by its last order; some may have ended without an <see cref="ExpireOrder"/> yet.</summary>
    public IReadOnlyDictionary<Cidr, BlockOrder> Blocks => _blocks;

    /// <summary>The fleet's ignore list.</summary>
    public IReadOnlySet<Cidr> Ignored => _ignored;

    /// <summary>The digest of blocks, ignore list and protected addresses; equal books have equal digests.</summary>
    public string Digest => _digest.ToString();

    /// <summary>The protected addresses of a role.</summary>
    public IReadOnlySet<Address> ProtectedAs(FleetRole role) => _protected[role];

    /// <summary>The block of exactly this target, or null.</summary>
    public BlockOrder? Find(Cidr target) => _blocks.GetValueOrDefault(target);

    /// <summary>Blocks that end at this moment or earlier, the first to end first.</summary>
    public IEnumerable<BlockOrder> EndedBy(DateTimeOffset moment) =>
        _ends.TakeWhile(end => end.Until <= moment.ToUnixTimeSeconds()).Select(end => _blocks[end.Target]);

    /// <summary>Takes the next order; false when its place is not the next one, and nothing is changed.</summary>
    public bool TryApply(LoggedOrder logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        if (logged.Position != Position.Position + 1)
            return false;

        Position = Position with { Position = logged.Position };
        Apply(logged.Order);
        return true;
    }

    /// <summary>A book at a later place of a log, with what a snapshot says.</summary>
    public static OrderBook Restore(SnapshotHead head, IEnumerable<BlockOrder> blocks)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(blocks);
        var book = new OrderBook(head.LogId) { Policy = head.Policy, Position = new OrderPosition(head.LogId, head.Position) };
        foreach (var block in blocks)
            book.Put(block);
        book.Apply(new IgnoreOrder(head.Ignored, []));
        book.Apply(new ProtectOrder(FleetRole.Sensor, head.Sensors, []));
        book.Apply(new ProtectOrder(FleetRole.Coordinator, head.Coordinators, []));
        return book;
    }

    /// <summary>What goes into the head of a snapshot of this book.</summary>
    public SnapshotHead Head(DateTimeOffset now) => new()
    {
        LogId = Position.LogId,
        Position = Position.Position,
        At = now,
        Digest = Digest,
        Blocks = _blocks.Count,
        Policy = Policy,
        Ignored = [.. _ignored.Order()],
        Sensors = [.. _protected[FleetRole.Sensor].Order()],
        Coordinators = [.. _protected[FleetRole.Coordinator].Order()],
    };

    private void Apply(FleetOrder order)
    {
        switch (order)
        {
            case BlockOrder block:
                Put(block);
                break;
            case UnblockOrder unblock:
                Remove(unblock.Target);
                break;
            case ExpireOrder expire:
                foreach (var ended in EndedBy(expire.Before).ToList())
                    Remove(ended.Target);
                break;
            case IgnoreOrder ignore:
                Change(_ignored, 'i', ignore.Add, ignore.Remove, network => network);
                break;
            case ProtectOrder protect:
                Change(_protected[protect.Role], protect.Role == FleetRole.Sensor ? 's' : 'c', protect.Add, protect.Remove, Cidr.Host);
                break;
            case PolicyOrder policy:
                Policy = policy.Policy;
                break;
        }
    }

    private void Put(BlockOrder block)
    {
        Remove(block.Target);
        _blocks[block.Target] = block;
        if (block.Until is { } until)
            _ends.Add((until.ToUnixTimeSeconds(), block.Target));
        Toggle(block);
    }

    private void Remove(Cidr target)
    {
        if (!_blocks.Remove(target, out var block))
            return;

        if (block.Until is { } until)
            _ends.Remove((until.ToUnixTimeSeconds(), target));
        Toggle(block);
    }

    private void Toggle(BlockOrder block) => _digest.Toggle('b', block.Target, block.Until?.ToUnixTimeSeconds() ?? 0);

    private void Change<T>(HashSet<T> set, char kind, IReadOnlyList<T> add, IReadOnlyList<T> remove, Func<T, Cidr> network)
    {
        foreach (var one in add.Where(set.Add))
            _digest.Toggle(kind, network(one), 0);
        foreach (var one in remove.Where(set.Remove))
            _digest.Toggle(kind, network(one), 0);
    }
}
