using PortSentry.Sensor.Decide;
using PortSentry.Shared.Metrics;

namespace PortSentry.Sensor.Block;

/// <summary>Tells what happens to the block list, and counts it. Its owner alone touches it.</summary>
internal sealed class BlockTally(Action<IReadOnlyList<BlockEvent>> tell)
{
    private readonly Dictionary<Refusal, long> _refused = Enum.GetValues<Refusal>().ToDictionary(why => why, _ => 0L);
    private readonly DurationTally _timeToBlock = new();
    private long _made;
    private long _freed;

    /// <summary>Tells these, if there are any.</summary>
    public void Tell(IReadOnlyList<BlockEvent> changes)
    {
        if (changes.Count == 0)
            return;

        foreach (var change in changes)
            Count(change);
        tell(changes);
    }

    /// <summary>Tells that these are blocked no more.</summary>
    public void TellFreed(IReadOnlyList<Decide.Block> blocks, FreedReason why, DateTimeOffset now) =>
        Tell([.. blocks.Select(block => new SourceFreed(block, why, now))]);

    /// <summary>What was counted until now, of this list and these blockers.</summary>
    public BlockCounts Counts(IReadOnlyCollection<Decide.Block> blocks, Enforcement firewall) => new()
    {
        ByOrigin = Enum.GetValues<BlockOrigin>().ToDictionary(origin => origin, origin => blocks.Count(block => block.Origin == origin && block.InForceAt is not null)),
        ByBlocker = firewall.Duties.ToDictionary(one => one.Name, one => blocks.Count(one.Duty.Takes)),
        Made = _made,
        Freed = _freed,
        Refused = new Dictionary<Refusal, long>(_refused),
        TimeToBlock = _timeToBlock.Counts,
        FirewallChanges = firewall.Changes.Counts,
        FirewallFailures = firewall.Failures,
    };

    private void Count(BlockEvent change)
    {
        switch (change)
        {
            case SourceBlocked { IsNew: true } blocked:
                _made++;
                if (blocked.Block is { Origin: BlockOrigin.Local, Alarm: { } alarm })
                    _timeToBlock.Add(blocked.At - alarm.At);
                break;
            case SourceFreed:
                _freed++;
                break;
            case BlockRefused refused:
                _refused[refused.Decision.Why]++;
                break;
        }
    }
}
