using System.Globalization;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>The guard chain between evidence and an order: the first rule that answers decides. The order is the specification.</summary>
internal static class Blocking
{
    /// <summary>Who decides when nobody asks.</summary>
    public const string Coordinator = "coordinator";

    // Each extension goes to every sensor: ten sensors that see the same scan within seconds are no reason for ten orders.
    private const int LeastGain = 10;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Decides on a wish.</summary>
    public static BlockAnswer Decide(StepDraft draft, BlockWish wish)
    {
        if (draft.State.Guard.WhyNot(wish.Target) is { } why && !TryNarrow(draft, ref wish))
            return Spare(draft, wish, $"{wish.Target} {why}");

        var known = wish.IsOfKnown ? draft.Sources.Source(wish.Target) : KnownSource.None;
        if (wish.At <= known.LiftedAt)
            return Spare(draft, wish, string.Create(CultureInfo.InvariantCulture, $"{wish.Target} was unblocked at {known.LiftedAt:u}, after this evidence"));

        var present = draft.Find(wish.Target);
        var order = NewOrder(draft, wish, known, present);
        if (order.Until <= draft.Now)
            return BlockAnswer.TooLate;
        if (LongestOver(draft, wish.Target) is { } over && IsLongEnough(over, order, wish.At))
            return Keep(draft, wish, known, over);
        if (!draft.State.SaySo.TryTake(wish.Sensor, draft.State.Policy.MaxOrdersASensor, draft.Now))
            return RefuseWord(draft, wish);
        if (present is null && !TryMakeRoom(draft, order))
            return Refuse(draft, wish, string.Create(CultureInfo.InvariantCulture, $"{draft.State.Book.Blocks.Count} blocks are in force and none gives way"));

        draft.Block(order, wish.Who, present is null);
        if (wish.IsOfKnown)
            draft.Sources.Put(wish.Target, Counted(known, wish, present));
        return BlockAnswer.Ordered;
    }

    /// <summary>Makes room for one more block; false when there is none. What only a list wants gives way to all others, then the unproven block that ends soonest to those that are not.</summary>
    public static bool TryMakeRoom(StepDraft draft, BlockOrder order)
    {
        var state = draft.State;
        if (state.Book.Blocks.Count >= state.Policy.MaxBlocks)
            LeaderStep.ExpireEnded(draft);

        var mayBeForged = order is { Proven: false, ByOperator: false };
        if (mayBeForged && state.Unproven.Count >= Math.Max(1, state.Policy.MaxBlocks / 2))
            return false;
        if (state.Book.Blocks.Count < state.Policy.MaxBlocks || state.Book.Blocks.ContainsKey(order.Target))
            return true;
        if ((state.Listed.Last ?? (mayBeForged ? null : state.Unproven.Soonest)) is not { } leaving)
            return false;

        draft.Unblock(leaving, Coordinator, $"gave way to {order.Target}: no more blocks may be in force");
        return true;
    }

    /// <summary>The end of a block, in whole seconds and not before the moment; null for ever.</summary>
    public static DateTimeOffset? EndOf(DateTimeOffset from, TimeSpan? duration)
    {
        if (duration is not { } span)
            return null;

        var end = from + span;
        // A sensor may name the end of time, which nothing is rounded up beyond.
        return DateTimeOffset.FromUnixTimeSeconds(Math.Min(LastSecond, end.ToUnixTimeSeconds() + (end.Ticks % Second.Ticks == 0 ? 0 : 1)));
    }

    /// <summary>An IPv6 network that holds a protected address shields nobody else in it: the source is then blocked by itself.</summary>
    private static bool TryNarrow(StepDraft draft, ref BlockWish wish)
    {
        if (wish.Target.IsHost || wish.Source is not { } source || draft.State.Guard.WhyNot(Cidr.Host(source)) is not null)
            return false;

        wish = wish with { Target = Cidr.Host(source) };
        return true;
    }

    private static BlockOrder NewOrder(StepDraft draft, BlockWish wish, KnownSource known, BlockOrder? present)
    {
        var proven = wish.Proven || present is { Proven: true };
        var times = present is null ? known.Times + 1 : Math.Max(1, known.Times);
        var policyEnd = wish.ByOperator ? EndOf(wish.At, Limited(draft.State.Policy.SensorOperatorMax)) : EndOf(wish.At, draft.State.Policy.DurationOf(proven, times));
        return new BlockOrder
        {
            Target = wish.Target,
            Until = policyEnd is null || wish.NotAfter < policyEnd ? EndOf(wish.NotAfter ?? default, wish.NotAfter is null ? null : TimeSpan.Zero) : policyEnd,
            ByOperator = wish.ByOperator || present is { ByOperator: true },
            Proven = proven,
            Reason = Shortened.To(Shortened.Reason, wish.Reason),
            Port = wish.Port,
        };
    }

    private static KnownSource Counted(KnownSource known, BlockWish wish, BlockOrder? present) =>
        (present is null ? known with { Times = known.Times + 1, Causes = [] } : known).With(wish.Cause);

    private static BlockAnswer Keep(StepDraft draft, BlockWish wish, KnownSource known, BlockOrder over)
    {
        var until = over.Until ?? DateTimeOffset.MaxValue;
        var kept = over.Target == wish.Target ? known.With(wish.Cause) : known;
        if (kept.KeptUntil != until)
        {
            kept = kept with { KeptUntil = until };
            draft.Decide(wish.Target, "keep", wish.Who, $"{over.Target} is blocked long enough; {wish.Reason}");
        }

        if (kept != known && wish.IsOfKnown)
            draft.Sources.Put(wish.Target, kept);
        return BlockAnswer.Kept;
    }

    private static BlockAnswer Spare(StepDraft draft, BlockWish wish, string why)
    {
        draft.Decide(wish.Target, "spare", wish.Who, $"{why}; {wish.Reason}");
        return BlockAnswer.Spared;
    }

    private static BlockAnswer Refuse(StepDraft draft, BlockWish wish, string why)
    {
        Spare(draft, wish, why);
        return BlockAnswer.Refused;
    }

    /// <summary>Told once a minute: who floods us with evidence shall not flood the table of decisions, too.</summary>
    private static BlockAnswer RefuseWord(StepDraft draft, BlockWish wish)
    {
        var (now, before) = draft.State.SaySo.RefusedOf(wish.Sensor);
        return now > 1 ? BlockAnswer.Refused : Refuse(draft, wish, string.Create(
            CultureInfo.InvariantCulture,
            $"{wish.Sensor} has led to {draft.State.Policy.MaxOrdersASensor} orders within a minute, and no more count ({before} refused in the minute before)"));
    }

    /// <summary>Of the blocks of the target and of networks around it the one that lasts longest; null when there is none.</summary>
    private static BlockOrder? LongestOver(StepDraft draft, Cidr target)
    {
        var widest = target.IsIPv4 ? FleetGuard.WidestIPv4 : FleetGuard.WidestIPv6;
        var prefixes = Enumerable.Range(widest, Math.Max(0, target.Prefix - widest + 1));
        return prefixes.Select(prefix => draft.Find(new Cidr(target.Base, prefix))).OfType<BlockOrder>().MaxBy(block => block.Until ?? DateTimeOffset.MaxValue);
    }

    private static bool IsLongEnough(BlockOrder over, BlockOrder order, DateTimeOffset from)
    {
        if (over.Until is not { } end)
            return true;
        return order.Until is { } until && until - end < TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMinute, (until - from).Ticks / LeastGain));
    }

    private static TimeSpan? Limited(TimeSpan span) => span == TimeSpan.Zero ? null : span;
}
