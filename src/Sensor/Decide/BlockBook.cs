using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>The block list. Pure: it is told the time, and a list made again from its blocks behaves the same.</summary>
public sealed class BlockBook(BlockPolicy policy, Protection protection)
{
    private readonly Dictionary<Cidr, Block> _blocks = [];
    private readonly SortedSet<(DateTimeOffset Until, Cidr Target)> _ends = [];
    private readonly SortedSet<(DateTimeOffset Until, Cidr Target)> _unproven = [];
    private readonly PastBlocks _past = new(policy.MaxBlocks);
    private DateTimeOffset _minute;
    private int _thisMinute;

    /// <summary>How long and how many.</summary>
    public BlockPolicy Policy { get; set; } = policy;

    /// <summary>Who is never blocked.</summary>
    public Protection Protection { get; set; } = protection;

    /// <summary>The blocks in force.</summary>
    public IReadOnlyCollection<Block> Blocks => _blocks.Values;

    /// <summary>How many entries <see cref="Everything"/> has, at the most.</summary>
    public int EntryCount => _blocks.Count + _past.Count;

    /// <summary>The blocks in force, and what was blocked before as blocks that are over: a list made again from all of these behaves the same.</summary>
    public IReadOnlyList<Block> Everything =>
    [
        .. _past.All.Where(past => !_blocks.ContainsKey(past.Target)).Select(Ended),
        .. _blocks.Values,
    ];

    /// <summary>When the next block ends; null when none does.</summary>
    public DateTimeOffset? NextEnd => _ends.Count == 0 ? null : _ends.Min.Until;

    /// <summary>The block of exactly this target, if there is one.</summary>
    public Block? Find(Cidr target) => _blocks.GetValueOrDefault(target);

    /// <summary>The targets that lifting this one means: all that lie within it, and for an address the IPv6 prefix it is blocked by. Not a network that somebody blocked on purpose.</summary>
    public IReadOnlyList<Cidr> LiftedBy(Cidr target)
    {
        if (_blocks.ContainsKey(target) && target.IsHost)
            return [target];
        return [.. _blocks.Values.Where(block => LiftedBy(target, block)).Select(block => block.Target)];
    }

    /// <summary>Puts a block back that was in force before, unless it is over or its target is protected by now. One that began later than now was made while the clock showed another time: it lasts as long as it was meant to, from now on.</summary>
    public bool Restore(Block block, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (block.Since > now)
            block = block with { Since = now, Until = now + (block.Until - block.Since) };
        _past.Remember(block.Target, block.Times);
        if (block.HasEnded(now) || Protection.WhyNot(block.Target) is not null)
            return false;

        Put(block with { InForceAt = now });
        return true;
    }

    /// <summary>Decides on a request.</summary>
    public BlockDecision Decide(BlockRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Protection.WhyNot(request.Target) is { } reason && !TryNarrow(ref request))
            return new BlockDecision.Refused(Refusal.Protected, reason);

        var present = Find(request.Target);
        var block = NewBlock(request, present, now);
        if (present is not null && (present.Until is null || block.Until <= present.Until) && MustNotShorten(request, present))
            return new BlockDecision.Unchanged(Cover(present, request));
        if (present is not null)
            return Replace(block);
        return request.Origin == BlockOrigin.Local && !request.Proven && !IsWithinRate(now) ? new BlockDecision.Refused(Refusal.TooFast) : Add(block);
    }

    /// <summary>The block is in force since then; one that is only prolonged was so all the time.</summary>
    public void MarkInForce(Cidr target, DateTimeOffset at)
    {
        if (Find(target) is { InForceAt: null } block)
            _blocks[target] = block with { InForceAt = at };
    }

    /// <summary>The clock was set by so much: every block ends when it would have ended.</summary>
    public void FollowClock(TimeSpan set)
    {
        var blocks = _blocks.Values.ToList();
        _blocks.Clear();
        _ends.Clear();
        _unproven.Clear();
        foreach (var block in blocks)
            Put(block with { Since = block.Since + set, Until = block.Until + set });
    }

    /// <summary>Takes a block out; null when there was none.</summary>
    public Block? Remove(Cidr target)
    {
        if (!_blocks.Remove(target, out var block))
            return null;

        _past.Remember(target, block.Times);
        if (block.Until is { } until)
        {
            _ends.Remove((until, target));
            _unproven.Remove((until, target));
        }

        return block;
    }

    /// <summary>Takes this host's block of a source, or of the network it is counted by, out as if it had never been: what led to it was no scan.</summary>
    public IReadOnlyList<Block> Retract(Cidr network, Address source)
    {
        List<Block> retracted = [.. new[] { network, Cidr.Host(source) }.Distinct().Select(Find).OfType<Block>().Where(block => block.Origin == BlockOrigin.Local)];
        foreach (var block in retracted)
        {
            Remove(block.Target);
            _past.Forget(block.Target);
        }

        return retracted;
    }

    /// <summary>Takes out, and returns, the blocks that are over.</summary>
    public IReadOnlyList<Block> Expire(DateTimeOffset now)
    {
        List<Block> ended = [];
        while (_ends.Count > 0 && _ends.Min.Until <= now && Remove(_ends.Min.Target) is { } block)
            ended.Add(block);
        return ended;
    }

    /// <summary>Takes out, and returns, the blocks whose target is protected by now.</summary>
    public IReadOnlyList<Block> RemoveProtected() =>
        [.. _blocks.Keys.Where(target => Protection.WhyNot(target) is not null).ToList().Select(target => Remove(target)!)];

    /// <summary>The source has proven its address: its block lasts as long as a proven one's, or longer where an order made it so. Null when nothing changes.</summary>
    public Block? Prove(Cidr target)
    {
        if (Find(target) is not { Proven: false, Origin: BlockOrigin.Local } block)
            return null;

        var until = block.Since + Policy.DurationOf(true, block.Times);
        var proven = block with { Proven = true, Until = block.Until is null || block.Until > until ? block.Until : until };
        Remove(target);
        Put(proven);
        return proven;
    }

    /// <summary>An IPv6 prefix that holds a protected address shields nobody else in it: the source is then blocked by itself.</summary>
    private bool TryNarrow(ref BlockRequest request)
    {
        if (request.Target.IsHost || request.Alarm is not { } alarm || Protection.WhyNot(Cidr.Host(alarm.Source)) is not null)
            return false;

        request = request with { Target = Cidr.Host(alarm.Source) };
        return true;
    }

    private Block NewBlock(BlockRequest request, Block? present, DateTimeOffset now)
    {
        var times = present?.Times ?? _past.TimesOf(request.Target) + 1;
        var duration = request.Duration switch
        {
            null => Policy.DurationOf(request.Proven || request.Origin != BlockOrigin.Local, times),
            { Ticks: 0 } => null,
            var asked => asked,
        };
        return new Block
        {
            Target = request.Target,
            Origin = IsOurs(request, present) ? present!.Origin : request.Origin,
            Since = present?.Since ?? now,
            InForceAt = present?.InForceAt,
            Until = now + duration,
            Proven = request.Proven || (IsOurs(request, present) && present!.Proven),
            IsOrdered = request.Origin == BlockOrigin.Coordinator || present is { Origin: BlockOrigin.Coordinator } or { IsOrdered: true },
            Times = times,
            Reason = request.Reason,
            Alarm = request.Alarm ?? present?.Alarm,
        };
    }

    /// <summary>A verdict shortens no block, and an order none that is this host's own.</summary>
    private static bool MustNotShorten(BlockRequest request, Block present) => request.Origin == BlockOrigin.Local || IsOurs(request, present);

    /// <summary>An order for what this host blocks by itself leaves it this host's own: should the coordinator forget it, it is reported again.</summary>
    private static bool IsOurs(BlockRequest request, Block? present) =>
        request.Origin == BlockOrigin.Coordinator && present is { Origin: not BlockOrigin.Coordinator };

    private Block Cover(Block present, BlockRequest request)
    {
        if (request.Origin != BlockOrigin.Coordinator || present.IsOrdered)
            return present;

        Remove(present.Target);
        var covered = present with { IsOrdered = true };
        Put(covered);
        return covered;
    }

    private BlockDecision.Added Replace(Block block)
    {
        Remove(block.Target);
        Put(block);
        return new BlockDecision.Added(block, null);
    }

    private BlockDecision Add(Block block)
    {
        Block? gaveWay = null;
        var mayBeForged = MayBeForged(block);
        if (_blocks.Count >= Policy.MaxBlocks || (mayBeForged && _unproven.Count >= Math.Max(1, Policy.MaxBlocks / 2)))
        {
            if (mayBeForged || _unproven.Count == 0)
                return new BlockDecision.Refused(Refusal.Full);
            gaveWay = Remove(_unproven.Min.Target);
        }

        Put(block);
        _thisMinute += block.Origin == BlockOrigin.Local ? 1 : 0;
        return new BlockDecision.Added(block, gaveWay);
    }

    private void Put(Block block)
    {
        _blocks[block.Target] = block;
        if (block.Until is not { } until)
            return;

        _ends.Add((until, block.Target));
        if (MayBeForged(block))
            _unproven.Add((until, block.Target));
    }

    private bool IsWithinRate(DateTimeOffset now)
    {
        if (now - _minute >= TimeSpan.FromMinutes(1) || now < _minute)
            (_minute, _thisMinute) = (now, 0);
        return _thisMinute < Policy.MaxPerMinute;
    }

    private static bool LiftedBy(Cidr target, Block block) =>
        target.Overlaps(block.Target) && (target.Prefix <= block.Target.Prefix || (target.IsHost && !target.IsIPv4 && block.Origin != BlockOrigin.Operator));

    private static Block Ended((Cidr Target, int Times) past) => new()
    {
        Target = past.Target,
        Origin = BlockOrigin.Local,
        Since = DateTimeOffset.UnixEpoch,
        Until = DateTimeOffset.UnixEpoch,
        Times = past.Times,
    };

    private static bool MayBeForged(Block block) => block is { Proven: false, Origin: BlockOrigin.Local, IsOrdered: false };
}
