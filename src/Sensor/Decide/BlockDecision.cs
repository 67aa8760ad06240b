namespace PortSentry.Sensor.Decide;

/// <summary>What the block list made of a request.</summary>
public abstract record BlockDecision
{
    private BlockDecision()
    {
    }

    /// <summary>A new block, or an old one with another end; another block may have had to give way.</summary>
    public sealed record Added(Block Block, Block? GaveWay) : BlockDecision;

    /// <summary>It is blocked as asked already.</summary>
    public sealed record Unchanged(Block Block) : BlockDecision;

    /// <summary>It is not blocked.</summary>
    public sealed record Refused(Refusal Why, ProtectionReason? ProtectedAs = null) : BlockDecision;
}
