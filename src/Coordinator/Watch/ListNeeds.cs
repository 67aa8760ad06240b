using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Watch;

/// <summary>When a block list needs a person: it cannot be fetched, is over, or blocks nothing since all blocks were lifted. Pure.</summary>
internal static class ListNeeds
{
    private const int FailuresBorne = 3;

    /// <summary>What a list needs; null when nothing.</summary>
    public static Need? Of(BlockList list, DateTimeOffset now) => list switch
    {
        { HeldSince: { } since } => new Need(NeedSeverity.Attention, $"list:{list.Name}", $"The list {list.Name} has blocked nothing for {NeedRules.Length(now - since)}, since all blocks were lifted: refresh it to block again", ConsoleLinks.Lists),
        { Fetching: { } fetching } when list.EndsAt <= now => new Need(NeedSeverity.Failed, $"list:{list.Name}", $"The list {list.Name} blocks nothing any more: it could not be fetched for {NeedRules.Length(now - (list.GoodAt ?? now))}: {fetching.Problem}", ConsoleLinks.Lists),
        { GoodAt: null, Fetching: { Failures: > 0 } fetching } => new Need(NeedSeverity.Attention, $"list:{list.Name}", $"The list {list.Name} could not be fetched yet: {fetching.Problem}", ConsoleLinks.Lists),
        { Fetching: { Failures: >= FailuresBorne } fetching } => new Need(NeedSeverity.Attention, $"list:{list.Name}", $"The list {list.Name} cannot be fetched: {fetching.Problem}", ConsoleLinks.Lists),
        _ => null,
    };
}
