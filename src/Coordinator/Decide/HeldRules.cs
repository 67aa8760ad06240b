using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>What follows from a sensor's own blocks that the order list does not have: they are lifted when an operator lifted them since, otherwise the fleet follows where the policy says so.</summary>
internal static class HeldRules
{
    /// <summary>The cause of a block that a sensor's own has led to.</summary>
    public const string Held = "held";

    /// <summary>Takes one report.</summary>
    public static void Take(StepDraft draft, ReportsItem item, SourceHeld held)
    {
        var isForFleet = held is { ByOperator: true, ForFleet: true };
        if (held.Until <= draft.Now || (draft.Find(held.Target) is { } present && !isForFleet && (present.Proven || !held.Proven)))
            return;
        if (LiftedAt(draft, held.Target) is { } lifted && ReportRules.Past(held.Since, item) <= lifted)
            LiftAgain(draft, item.SensorName, held);
        else if (isForFleet)
            Honour(draft, item, held);
        else if (!held.ByOperator && draft.State.Policy.BlockPortScan && FleetGuard.IsSource(held.Target))
            Blocking.Decide(draft, Wish(item, held));
    }

    private static DateTimeOffset? LiftedAt(StepDraft draft, Cidr target) =>
        FleetGuard.IsSource(target) ? draft.Sources.Source(target).LiftedAt : draft.Sources.Lifted.Covering(target);

    /// <summary>The sensor blocked it before the order to lift the block, and did not know that order's target as blocked by the fleet.</summary>
    private static void LiftAgain(StepDraft draft, string sensor, SourceHeld held)
    {
        if (draft.FindAny(held.Target) is null && draft.State.SaySo.TryTake(sensor, draft.State.Policy.MaxOrdersASensor, draft.Now))
            draft.Unblock(held.Target, Blocking.Coordinator, $"{sensor} still held it, from before it was unblocked");
    }

    private static void Honour(StepDraft draft, ReportsItem item, SourceHeld held)
    {
        var who = $"sensor {item.SensorName}";
        var widest = held.Target.IsIPv4 ? draft.Thresholds.PrefixIPv4 : draft.Thresholds.PrefixIPv6;
        if (!draft.State.Policy.HonourSensorOperators)
            draft.Decide(held.Target, "spare", who, $"the policy does not honour what sensors' operators block for the fleet; {held.Reason}");
        else if (held.Target.Prefix < widest)
            draft.Decide(held.Target, "spare", who, $"no sensor's operator blocks more than a /{widest} for the fleet; {held.Reason}");
        else
            Blocking.Decide(draft, Wish(item, held) with { Who = who, ByOperator = true });
    }

    private static BlockWish Wish(ReportsItem item, SourceHeld held) => new()
    {
        Target = held.Target,
        Sensor = item.SensorName,
        At = ReportRules.Past(held.Since, item),
        Cause = ReportRules.CauseOf(Held, item.SensorName),
        Reason = held.Reason.Length == 0 ? $"blocked by {item.SensorName}" : $"blocked by {item.SensorName}: {held.Reason}",
        Proven = held.Proven,
        NotAfter = held.Until,
    };
}
