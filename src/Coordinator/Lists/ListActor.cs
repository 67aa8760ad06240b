using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Lists;

/// <summary>While this member leads it fetches the block lists that are due, a few at a time, and hands what came of it to the leader as a command; what follows is decided there. It remembers nothing that must not be lost: when a list is due stands in the store.</summary>
internal sealed partial class ListActor : Actor<ListMessage>
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly IStore _store;
    private readonly ActorRef<LeaderMessage> _leader;
    private readonly ListFetcher _fetcher;
    private readonly Random _chance;
    private readonly ILogger<ListActor> _logger;
    private readonly Dictionary<string, (string Url, DateTimeOffset Due)> _fetched = [];

    public ListActor(IStore store, ActorRef<LeaderMessage> leader, ListFetcher fetcher, Random chance, ILogger<ListActor> logger)
    {
        (_store, _leader, _fetcher, _chance, _logger) = (store, leader, fetcher, chance, logger);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        Context.After("look", Period, new FetchDue());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(ListMessage message)
    {
        try
        {
            if (message is FetchDue && await LeadsAsync().ConfigureAwait(false))
                await FetchAsync().ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreAway(failure.Message);
        }

        Context.After("look", Period, new FetchDue());
    }

    private async Task<bool> LeadsAsync()
    {
        var leads = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _leader.Tell(new AskLeading(leads)) && await leads.Task.WaitAsync(Context.Stopping).ConfigureAwait(false);
    }

    private async Task FetchAsync()
    {
        var lists = await _store.ListListsAsync(Context.Stopping).ConfigureAwait(false);
        foreach (var gone in _fetched.Keys.Except(lists.Select(list => list.Name)).ToList())
            _fetched.Remove(gone);
        foreach (var some in lists.Where(IsDue).Chunk(AtOnce))
        {
            var commands = await Task.WhenAll(some.Select(FetchAsync)).ConfigureAwait(false);
            await _store.SubmitAsync(commands, Context.Stopping).ConfigureAwait(false);
            foreach (var list in some)
                _fetched[list.Name] = (list.Url, list.Fetching!.NextAt);
            _leader.Tell(new WorkWaits());
        }
    }

    /// <summary>What was fetched and not decided on yet is not fetched again.</summary>
    private bool IsDue(BlockList list) =>
        list.Fetching is { } fetching && fetching.NextAt <= Context.Time.GetUtcNow() && !(_fetched.TryGetValue(list.Name, out var fetched) && fetched == (list.Url, fetching.NextAt));

    private async Task<OperatorCommand> FetchAsync(BlockList list)
    {
        var fetched = await _fetcher.FetchAsync(list, Context.Stopping).ConfigureAwait(false);
        if (fetched.Problem is { } problem)
            LogNotFetched(list.Name, problem);
        return new KeepFetched(list.Name, list.Url, fetched, _chance.NextDouble()) { Id = Guid.NewGuid(), At = Context.Time.GetUtcNow(), Who = Blocking.Coordinator, Reason = list.Reason };
    }

    [LoggerMessage(3601, LogLevel.Warning, "The list {List} could not be fetched: {Problem}; what was fetched before stays in force until it ends")]
    private partial void LogNotFetched(string list, string problem);

    [LoggerMessage(3602, LogLevel.Debug, "The store is away: {Problem}")]
    private partial void LogStoreAway(string problem);
}
