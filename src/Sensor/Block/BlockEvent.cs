using PortSentry.Sensor.Decide;

namespace PortSentry.Sensor.Block;

/// <summary>What the block actor has done.</summary>
public abstract record BlockEvent
{
    private protected BlockEvent()
    {
    }
}

/// <summary>A block is in force; the command is its effect as a person would type it.</summary>
public sealed record SourceBlocked(Decide.Block Block, string Command, DateTimeOffset At) : BlockEvent
{
    /// <summary>The blocker that was the first to have it.</summary>
    public string By { get; init; } = NftablesBlocker.BlockerName;

    /// <summary>True when it has come into force by this; one that is prolonged, or ordered besides, was so before.</summary>
    public bool IsNew => Block.InForceAt == At;
}

/// <summary>A block that is in force is so by one more blocker.</summary>
public sealed record SourceAlsoBlocked(Decide.Block Block, string By, string Command, DateTimeOffset At) : BlockEvent;

/// <summary>A block's source has proven its address: it lasts longer.</summary>
public sealed record SourceProven(Decide.Block Block, DateTimeOffset At) : BlockEvent;

/// <summary>A block is over or was lifted.</summary>
public sealed record SourceFreed(Decide.Block Block, FreedReason Why, DateTimeOffset At) : BlockEvent;

/// <summary>A source was not blocked.</summary>
public sealed record BlockRefused(BlockRequest Request, BlockDecision.Refused Decision, DateTimeOffset At) : BlockEvent;
