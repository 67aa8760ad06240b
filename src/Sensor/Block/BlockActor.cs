using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Owns the block list and puts it into force, all that waits in one transaction, so that firewall edits never race.</summary>
internal sealed partial class BlockActor : Actor<BlockCommand>
{
    private const int LargestTransaction = 1000;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Many changes by others are undone at once.</summary>
    private static readonly TimeSpan OthersSettle = TimeSpan.FromMilliseconds(50);

    private readonly BlockBook _book;
    private readonly BlockerTeam _blockers;
    private readonly ActorRef<JournalCommand> _journal;
    private readonly PeerWatch _peers;
    private readonly BlockTally _tally;
    private readonly ILogger<BlockActor> _logger;
    // By target: one transaction must not name an element twice.
    private readonly Dictionary<Cidr, Decide.Block> _pending = [];
    private readonly List<Decide.Block> _displaced = [];
    private readonly List<Action> _answers = [];
    private readonly Reminder _clockSet = new();
    private readonly RefusedBlocks _refused;
    private Enforcement? _enforcement;
    private Announcer? _announcer;
    private ClockWatch? _clock;
    private bool _isRestoreNear;
    private int _sinceFlush;

    /// <param name="book">The list, as the journal had it.</param>
    /// <param name="blockers">What puts it into force.</param>
    /// <param name="journal">What makes it durable.</param>
    /// <param name="peers">The far ends of established connections: sources that have proven their address.</param>
    /// <param name="tell">Who hears of what was done; must not wait.</param>
    /// <param name="logger">Where failures are told.</param>
    public BlockActor(
        BlockBook book,
        BlockerTeam blockers,
        ActorRef<JournalCommand> journal,
        Func<IReadOnlySet<Address>> peers,
        Action<IReadOnlyList<BlockEvent>> tell,
        ILogger<BlockActor> logger)
    {
        (_book, _blockers, _journal, _logger) = (book, blockers, journal, logger);
        (_tally, _peers, _refused) = (new BlockTally(tell), new PeerWatch(peers), new RefusedBlocks(logger));
        Become(Ready);
    }

    private DateTimeOffset Now => Context.Time.GetUtcNow();

    private Enforcement Firewall => _enforcement ??= new Enforcement(_blockers, Context, _logger);

    private Announcer News => _announcer ??= new Announcer(_book, Firewall, _tally.Tell);

    protected override ValueTask OnStarted()
    {
        _clock = new ClockWatch(Context.Time);
        WaitForNextEnd();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnDrained() => FlushAsync();

    private async ValueTask Ready(BlockCommand command)
    {
        FollowClock();
        if (command is BlockSource block)
        {
            Decide(block);
            if (++_sinceFlush >= LargestTransaction)
                await FlushAsync().ConfigureAwait(false);
            return;
        }

        // Everything else sees the list with all that was asked before in force.
        await FlushAsync().ConfigureAwait(false);
        await Act(command).ConfigureAwait(false);
    }

    private async ValueTask Act(BlockCommand command)
    {
        switch (command)
        {
            case UnblockSource one:
                one.Answer.Settle(await LiftAsync(_book.LiftedBy(one.Target)).ConfigureAwait(false));
                break;
            case UnblockAll all:
                all.Answer.Settle(await LiftAsync([.. _book.Blocks.Select(block => block.Target)]).ConfigureAwait(false));
                break;
            case RetractBlock retract:
                await FreeAsync(_book.Retract(retract.Network, retract.Source), FreedReason.Retracted).ConfigureAwait(false);
                break;
            case ExpireBlocks:
                await FreeAsync(_book.Expire(Now), FreedReason.Ended).ConfigureAwait(false);
                WaitForNextEnd();
                break;
            case UseProtection use:
                _book.Protection = use.Protection;
                await FreeAsync(_book.RemoveProtected(), FreedReason.Protected).ConfigureAwait(false);
                break;
            case UseBlockers use:
                await Firewall.UseAsync(use.Team, [.. _book.Blocks]).ConfigureAwait(false);
                break;
            case RestoreFirewall { Cause: RestoreCause.Ours }:
                await RestoreAsync(RestoreCause.Ours).ConfigureAwait(false);
                break;
            case RestoreFirewall others when !_isRestoreNear:
                _isRestoreNear = true;
                Context.After("others", OthersSettle, new UndoOthers(others.Cause));
                break;
            case UndoOthers undo:
                _isRestoreNear = false;
                await RestoreAsync(undo.Cause).ConfigureAwait(false);
                break;
            case CarryOutOrders orders:
                await CarryOutAsync(orders).ConfigureAwait(false);
                break;
            case EqualOrders equal:
                await MakeEqualAsync(equal).ConfigureAwait(false);
                break;
            default:
                Answer(command);
                break;
        }
    }

    private async ValueTask CarryOutAsync(CarryOutOrders orders)
    {
        var desk = new OrderDesk(_book, Now);
        foreach (var change in orders.Changes)
            desk.CarryOut(change);
        foreach (var block in desk.Made)
            _pending[block.Target] = block;
        _displaced.AddRange(desk.GaveWay);
        await TakeOutAsync(desk.Lifted, FreedReason.Lifted).ConfigureAwait(false);
        _tally.TellFreed(desk.Freed, FreedReason.Lifted, Now);
        if (desk.Covered.Count > 0)
            await PutInForce(desk.Covered).ConfigureAwait(false);
        await FlushAsync().ConfigureAwait(false);
        orders.Answer.Settle(Settled(desk, []));
    }

    private async ValueTask MakeEqualAsync(EqualOrders equal)
    {
        var desk = new OrderDesk(_book, Now);
        if (desk.Equal(equal.Wanted))
        {
            Write(new WriteJournalAnew(_book.Everything));
            await RestoreAsync(RestoreCause.Ours).ConfigureAwait(false);
            _tally.TellFreed(desk.Freed, FreedReason.Lifted, Now);
            _tally.TellFreed([.. desk.GaveWay.Where(block => _book.Find(block.Target) is null)], FreedReason.GaveWay, Now);
            WaitForNextEnd();
        }

        var wanted = equal.Wanted.Select(request => request.Target).ToHashSet();
        equal.Answer.Settle(Settled(desk, [.. _book.Blocks.Where(block => block.Origin != BlockOrigin.Coordinator && !wanted.Contains(block.Target))]));
    }

    private OrdersCarriedOut Settled(OrderDesk desk, IReadOnlyList<Decide.Block> held)
    {
        _tally.Tell([.. desk.Refused.Select(refused => new BlockRefused(refused.Request, refused.Decision, Now))]);
        return desk.Settled(held);
    }

    private void Answer(BlockCommand command)
    {
        switch (command)
        {
            case ListBlocks list:
                list.Answer.Settle([.. _book.Blocks]);
                break;
            case GetBlockCounts get:
                get.Answer.Settle(_tally.Counts([.. _book.Blocks], Firewall));
                break;
            case UsePolicy use:
                _book.Policy = use.Policy;
                break;
            case TellBlocked tell:
                tell.Ears([.. _book.Blocks.Select(block => block.Target)]);
                break;
            case BlocksTaken taken:
                News.Follow(taken, Now);
                break;
            case TellLanesSoon:
                Context.After("lanes", RetryAfter, new TellLanes());
                break;
            case TellLanes:
                Firewall.HoldExactly([.. _book.Blocks]);
                break;
            case RewriteJournal:
                Write(new WriteJournalAnew(_book.Everything));
                break;
        }
    }

    private void Decide(BlockSource command)
    {
        var decision = _book.Decide(command.Request, Now);
        if (decision is BlockDecision.Refused { Why: Refusal.Full or Refusal.TooFast } && _peers.Holds(command.Request.Target, Context.Time))
            decision = _book.Decide(command.Request with { Proven = true }, Now);
        switch (decision)
        {
            case BlockDecision.Added added:
                _pending[added.Block.Target] = added.Block;
                if (added.GaveWay is { } displaced)
                    _displaced.Add(displaced);
                break;
            case BlockDecision.Refused refused:
                _refused.Count(refused.Why, Context.Time);
                _tally.Tell([new BlockRefused(command.Request, refused, Now)]);
                break;
        }

        if (command.Answer is { } answer)
            _answers.Add(() => answer.TrySetResult(AsItCame(decision)));
    }

    /// <summary>What became of a decision once it was put into force, or was not.</summary>
    private BlockDecision AsItCame(BlockDecision decision)
    {
        if (decision is not BlockDecision.Added added || _book.Find(added.Block.Target) is not { } block)
            return decision;
        return block.InForceAt is null ? new BlockDecision.Refused(Refusal.NotTaken) : added with { Block = block };
    }

    /// <summary>Blocks last as long as they were meant to, as the kernel's timeouts do, wherever the clock is set.</summary>
    private void FollowClock()
    {
        var set = _clock!.TakeShift();
        if (set == TimeSpan.Zero)
            return;

        if (_clockSet.IsDue(Context.Time))
            LogClockSet(set);
        _book.FollowClock(set);
        foreach (var target in _pending.Keys.ToList())
        {
            if (_book.Find(target) is { } block)
                _pending[target] = block;
        }

        Write(new WriteJournalAnew(_book.Everything));
        // The kernel's own timeouts follow no clock; those who were told an end are told the new one.
        Firewall.HoldExactly([.. _book.Blocks]);
        WaitForNextEnd();
    }

    private async ValueTask FlushAsync()
    {
        _sinceFlush = 0;
        if (_pending.Count > 0)
        {
            var blocks = _pending.Values.ToList();
            _pending.Clear();
            News.Announce(await PutInForce(blocks).ConfigureAwait(false), Now);
            await ProlongProven(blocks).ConfigureAwait(false);
            WaitForNextEnd();
        }

        if (_displaced.Count > 0)
        {
            // What gave way may have been ordered anew since.
            var displaced = _displaced.Where(block => _book.Find(block.Target) is null).ToList();
            _displaced.Clear();
            await FreeAsync(displaced, FreedReason.GaveWay).ConfigureAwait(false);
        }

        foreach (var answer in _answers)
            answer();
        _answers.Clear();
    }

    private ValueTask<IReadOnlyList<(Decide.Block Block, string By)>> PutInForce(IReadOnlyList<Decide.Block> blocks)
    {
        Write(new AppendToJournal([.. blocks.Select(JournalEntry.Of)], _book.EntryCount));
        return Firewall.BlockAsync(blocks);
    }

    /// <summary>Who holds a connection has a true address. Asked after the block is in force, since it may take a while.</summary>
    private async ValueTask ProlongProven(IReadOnlyList<Decide.Block> blocks)
    {
        if (blocks.All(block => block.Proven || block.Origin != BlockOrigin.Local))
            return;

        var proven = blocks
            .Where(block => _peers.Holds(block.Target, Context.Time))
            .Select(block => _book.Prove(block.Target))
            .OfType<Decide.Block>()
            .ToList();
        if (proven.Count == 0)
            return;

        await PutInForce(proven).ConfigureAwait(false);
        _tally.Tell([.. proven.Select(block => new SourceProven(block, Now))]);
    }

    private ValueTask<IReadOnlyList<Cidr>> LiftAsync(IReadOnlyList<Cidr> targets) =>
        FreeAsync([.. targets.Select(_book.Remove).OfType<Decide.Block>()], FreedReason.Lifted);

    private async ValueTask<IReadOnlyList<Cidr>> FreeAsync(IReadOnlyList<Decide.Block> blocks, FreedReason why)
    {
        var targets = await TakeOutAsync(blocks, why).ConfigureAwait(false);
        _tally.TellFreed(blocks, why, Now);
        return targets;
    }

    private async ValueTask<IReadOnlyList<Cidr>> TakeOutAsync(IReadOnlyList<Decide.Block> blocks, FreedReason why)
    {
        if (blocks.Count == 0)
            return [];

        IReadOnlyList<Cidr> targets = [.. blocks.Select(block => block.Target)];
        Write(new AppendToJournal([.. targets.Select(target => JournalEntry.End(target, why == FreedReason.Retracted))], _book.EntryCount));
        await Firewall.UnblockAsync(targets).ConfigureAwait(false);
        News.Forget(targets);
        return targets;
    }

    /// <summary>Tells the journal; when it is too far behind to be told, it gets the whole list a little later.</summary>
    private void Write(JournalCommand command)
    {
        if (!_journal.Tell(command))
            Context.After("journal", RetryAfter, new RewriteJournal());
    }

    private async ValueTask RestoreAsync(RestoreCause cause) =>
        News.Announce(await Firewall.RestoreAsync([.. _book.Blocks], cause).ConfigureAwait(false), Now);

    private void WaitForNextEnd()
    {
        if (_book.NextEnd is not { } next)
            return;

        var wait = next - Now;
        wait = wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
        Context.After("expire", wait, new ExpireBlocks());
    }

    [LoggerMessage(5003, LogLevel.Information, "The clock was set by {Shift}; blocks last as long as they were meant to")]
    private partial void LogClockSet(TimeSpan shift);
}
