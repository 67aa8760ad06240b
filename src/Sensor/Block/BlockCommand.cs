using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Block;

/// <summary>What the block actor is told.</summary>
public abstract record BlockCommand
{
    private protected BlockCommand()
    {
    }
}

/// <summary>Block a source; the answer, if one is wanted, comes when it is in force.</summary>
public sealed record BlockSource(BlockRequest Request, TaskCompletionSource<BlockDecision>? Answer = null) : BlockCommand;

/// <summary>Lift what this target means; the answer says what was lifted.</summary>
public sealed record UnblockSource(Cidr Target, TaskCompletionSource<IReadOnlyList<Cidr>>? Answer = null) : BlockCommand;

/// <summary>Lift every block.</summary>
public sealed record UnblockAll(TaskCompletionSource<IReadOnlyList<Cidr>> Answer) : BlockCommand;

/// <summary>Lift this host's block of a source, or of the network it is counted by, as if it had never been: the port that led to it turned out to be served.</summary>
public sealed record RetractBlock(Cidr Network, Address Source) : BlockCommand;

/// <summary>Say what is blocked.</summary>
public sealed record ListBlocks(TaskCompletionSource<IReadOnlyList<Decide.Block>> Answer) : BlockCommand;

/// <summary>Say what is counted.</summary>
public sealed record GetBlockCounts(TaskCompletionSource<BlockCounts> Answer) : BlockCommand;

/// <summary>From now on these are never blocked; blocks of theirs are lifted.</summary>
public sealed record UseProtection(Protection Protection) : BlockCommand;

/// <summary>From now on blocks last so long, and there are so many at the most.</summary>
public sealed record UsePolicy(BlockPolicy Policy) : BlockCommand;

/// <summary>From now on these blockers carry out what is blocked.</summary>
internal sealed record UseBlockers(BlockerTeam Team) : BlockCommand;

/// <summary>Make the firewall equal to the block list.</summary>
public sealed record RestoreFirewall(RestoreCause Cause) : BlockCommand;

/// <summary>Undo what others did to the firewall, or may have done.</summary>
public sealed record UndoOthers(RestoreCause Cause) : BlockCommand;

/// <summary>A blocker in an actor of its own has put these into force.</summary>
public sealed record BlocksTaken(string By, IReadOnlyList<Decide.Block> Blocks) : BlockCommand;

/// <summary>A blocker in an actor of its own has begun anew, or was not told: a little later all of them are told the whole list.</summary>
public sealed record TellLanesSoon : BlockCommand;

/// <summary>Tell the blockers in actors of their own the whole list.</summary>
public sealed record TellLanes : BlockCommand;

/// <summary>Take the blocks out that are over.</summary>
public sealed record ExpireBlocks : BlockCommand;

/// <summary>Hand the whole block list to the journal.</summary>
public sealed record RewriteJournal : BlockCommand;

/// <summary>Tell these ears all that is blocked now; what comes later is told as events.</summary>
public sealed record TellBlocked(Action<IReadOnlyList<Cidr>> Ears) : BlockCommand;

/// <summary>Carry out these orders of the coordinator, in this order, all in force in one transaction.</summary>
public sealed record CarryOutOrders(IReadOnlyList<OrderedChange> Changes, TaskCompletionSource<OrdersCarriedOut> Answer) : BlockCommand;

/// <summary>Make the blocks that orders made equal to these, in one transaction; blocks of our own stay.</summary>
public sealed record EqualOrders(IReadOnlyList<BlockRequest> Wanted, TaskCompletionSource<OrdersCarriedOut> Answer) : BlockCommand;
