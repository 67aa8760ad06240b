using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>What the leader makes of what waits for it. Pure but for the state it is given: the same state, items and time give the same work.</summary>
public static class LeaderStep
{
    /// <summary>Items that one step takes at the most.</summary>
    public const int MaxItems = 1000;

    /// <summary>Reports and contacts that one step takes at the most, or those of one item.</summary>
    public const int MaxWeight = 20_000;

    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromSeconds(5);

    /// <summary>The networks whose stored states a step on these items needs.</summary>
    public static IReadOnlyCollection<Cidr> NetworksOf(LeaderState state, IReadOnlyList<InboxItem> items)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == 0 ? [] : Concerned.By(state, Taken(items));
    }

    /// <summary>Decides on the first of these items, as many as a step takes; sources hold the stored states of <see cref="NetworksOf"/>.</summary>
    public static LeaderWork Take(LeaderState state, IReadOnlyList<InboxItem> items, IReadOnlyDictionary<Cidr, string> sources, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(sources);
        var draft = new StepDraft(state, sources, now);
        List<long> done = [];
        foreach (var item in Taken(items))
        {
            Take(draft, item);
            done.Add(item.Id);
        }

        if (now - state.ExpiredAt >= ExpiryPeriod || now < state.ExpiredAt)
        {
            ExpireEnded(draft);
            ListRules.LookAtEnding(draft);
        }

        ListRules.GoRound(draft);
        SimulationRules.EndWhenDue(draft);
        return draft.ToWork(done);
    }

    /// <summary>Takes the blocks that have ended out of the book, if there are any.</summary>
    internal static void ExpireEnded(StepDraft draft)
    {
        draft.State.ExpiredAt = draft.Now;
        if (draft.State.Book.EndedBy(draft.Now).Any())
            draft.Order(new ExpireOrder(DateTimeOffset.FromUnixTimeSeconds(draft.Now.ToUnixTimeSeconds())));
    }

    private static void Take(StepDraft draft, InboxItem item)
    {
        switch (item)
        {
            case ReportsItem reports:
                ReportRules.Take(draft, reports);
                break;
            case CommandItem command:
                CommandRules.Take(draft, command.Command);
                break;
        }
    }

    private static IReadOnlyList<InboxItem> Taken(IReadOnlyList<InboxItem> items)
    {
        var weight = 0;
        return [.. items.Take(MaxItems).TakeWhile((item, place) => (weight += WeightOf(item)) <= MaxWeight || place == 0)];
    }

    private static int WeightOf(InboxItem item) => item switch
    {
        ReportsItem reports => reports.Reports.Sum(report => report is ContactsSeen seen ? 1 + seen.Contacts.Count : 1),
        CommandItem { Command: ImportList or KeepFetched } => MaxWeight / 4,
        _ => 1,
    };
}
