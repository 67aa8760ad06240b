using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>The block list as it would have been: blocks are in force at once, and end by the capture's time.</summary>
internal sealed class ReplayBlocks(BlockPolicy policy, Protection protection)
{
    private readonly BlockBook _book = new(policy, protection);
    private readonly BlockedSources _blocked = new();

    /// <summary>True when the source, or a network that holds it, is blocked.</summary>
    public bool Contains(Cidr source) => _blocked.Contains(source);

    /// <summary>Decides on a request; the refusal, or null when it is granted.</summary>
    public Refusal? Decide(BlockRequest request, DateTimeOffset now)
    {
        switch (_book.Decide(request, now))
        {
            case BlockDecision.Refused refused:
                return refused.Why;
            case BlockDecision.Added added:
                _blocked.Remove(added.GaveWay is { } gone ? [gone.Target] : []);
                _blocked.Add([added.Block.Target]);
                return null;
            default:
                return null;
        }
    }

    /// <summary>Ends, and returns, the blocks that are over.</summary>
    public IReadOnlyList<Cidr> Expire(long ticks)
    {
        if (_book.NextEnd is not { } end || end.UtcTicks > ticks)
            return [];

        IReadOnlyList<Cidr> ended = [.. _book.Expire(new DateTimeOffset(ticks, TimeSpan.Zero)).Select(block => block.Target)];
        _blocked.Remove(ended);
        return ended;
    }

    /// <summary>Lifts the block of a source, or of its network, as if it had never been.</summary>
    public void Retract(Cidr network, Address source) => _blocked.Remove(_book.Retract(network, source).Select(block => block.Target));
}
