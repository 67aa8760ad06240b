using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>Tells what has come into force, once for each blocker that has it; the first makes it so.</summary>
internal sealed class Announcer(BlockBook book, Enforcement firewall, Action<IReadOnlyList<BlockEvent>> tell)
{
    // What was told on the answer of a lane, whose own word for it is still to come.
    private readonly HashSet<(Cidr Target, string By)> _announced = [];

    /// <summary>These are in force, by the blocker that was first.</summary>
    public void Announce(IReadOnlyList<(Decide.Block Block, string By)> blocks, DateTimeOffset now)
    {
        if (blocks.Count == 0)
            return;

        foreach (var (block, by) in blocks)
        {
            book.MarkInForce(block.Target, now);
            if (by != firewall.PromptName)
                _announced.Add((block.Target, by));
        }

        tell([.. blocks.Select(one => new SourceBlocked(one.Block with { InForceAt = one.Block.InForceAt ?? now }, firewall.Describe(one.Block, one.By), now) { By = one.By })]);
    }

    /// <summary>A blocker in an actor of its own has these in force: it is the first, or is told besides.</summary>
    public void Follow(BlocksTaken taken, DateTimeOffset now)
    {
        List<(Decide.Block Block, string By)> first = [];
        foreach (var block in taken.Blocks.Where(block => !_announced.Remove((block.Target, taken.By))))
        {
            if (book.Find(block.Target) is not { } present)
                continue;
            if (present.InForceAt is null)
                first.Add((present, taken.By));
            else
                tell([new SourceAlsoBlocked(present, taken.By, firewall.Describe(present, taken.By), now)]);
        }

        Announce(first, now);
        _announced.ExceptWith(first.Select(one => (one.Block.Target, one.By)));
    }

    /// <summary>These are blocked no more.</summary>
    public void Forget(IReadOnlyList<Cidr> targets)
    {
        if (_announced.Count > 0)
            _announced.RemoveWhere(one => targets.Contains(one.Target));
    }
}
