using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>Makes commands of what operators want of block lists, and waits until they are worked off.</summary>
internal sealed class ListDesk(IStore store, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with a request, in one sentence or several; null when nothing is.</summary>
    public static string? Fault(OperatorRequest request)
    {
        if (request is not AddList add)
            return null;
        if (ListFaults.Of(add) is { Count: > 0 } faults)
            return string.Join("; ", faults);

        return add.Url is null && Content(add) is { Entries.Length: 0, Unused: var unused }
            ? $"it names no address or network{(unused.First is [var first, ..] ? $": {first}" : "")}"
            : null;
    }

    /// <summary>The command that a request comes to; null when it is not about lists.</summary>
    public OperatorCommand? CommandOf(OperatorRequest request)
    {
        var (id, at) = (Guid.NewGuid(), time.GetUtcNow());
        return request switch
        {
            AddList { Url: { } url } add => new SubscribeList(add.Name, url, ListFaults.EveryOf(add), ListFaults.LastingOf(add)) { Id = id, At = at, Who = add.Who, Reason = add.Reason },
            AddList add when Content(add) is var content => new ImportList(add.Name, ListFaults.LastingOf(add), ListText.Write(content.Entries), content.Unused) { Id = id, At = at, Who = add.Who, Reason = add.Reason },
            RefreshList refresh => new RenewList(refresh.Name) { Id = id, At = at, Who = refresh.Who, Reason = refresh.Reason },
            RemoveList remove => new DropList(remove.Name) { Id = id, At = at, Who = remove.Who, Reason = remove.Reason },
            _ => null,
        };
    }

    /// <summary>What has come of a command that was carried out, once it is done, or as it stands after a while.</summary>
    public async Task<OperatorAnswer> TellAsync(OperatorCommand command, OperatorAnswer answer, CancellationToken cancel)
    {
        var name = command switch { ImportList import => import.Name, SubscribeList subscribe => subscribe.Name, RenewList renew => renew.Name, DropList drop => drop.Name, _ => "" };
        BlockList? seen = null;
        await Awaited.FindAsync(
            async () =>
            {
                seen = (await store.ListListsAsync(cancel).ConfigureAwait(false)).FirstOrDefault(list => list.Name == name);
                return seen is null || IsDone(seen, command.At) ? "done" : null;
            },
            Period,
            Patience,
            time,
            cancel).ConfigureAwait(false);
        if (seen is null)
            return answer with { Done = [$"{name} is taken away, and what it had blocked is lifted"] };

        var view = BlockListViews.Of(seen, time.GetUtcNow());
        return answer with { Done = BlockListViews.Words(view), List = view };
    }

    private static bool IsDone(BlockList list, DateTimeOffset since) =>
        list.Tally is not null && !(list.Fetching is { } fetching && !(fetching.TriedAt >= since));

    private static ListContent Content(AddList add) => ListText.Read(add.Text ?? string.Join('\n', add.Entries ?? []));
}
