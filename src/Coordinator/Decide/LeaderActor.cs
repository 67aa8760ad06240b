using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>The shell around the decisions: while this member leads it reads what waits, has <see cref="LeaderStep"/> decide, makes that durable on the session that holds the leader's lock, and then tells the news. Whoever loses the session has lost all that it was about to write, and begins anew from the store when it leads again. An item on which it fails is set aside, and the rest goes on.</summary>
internal sealed partial class LeaderActor : Actor<LeaderMessage>
{
    private const int ItemsAStep = 500;
    private static readonly TimeSpan BeatPeriod = TimeSpan.FromMilliseconds(400);

    private readonly ICoordinatorCluster _cluster;
    private readonly Suspects _suspects;
    private readonly ILogger<LeaderActor> _logger;
    private ILeaderSession? _session;
    private LeaderState? _state;
    private bool _isWorkWaiting;

    /// <param name="cluster">Who is told the news.</param>
    /// <param name="suspects">What earlier failures of this actor have shown; told of each.</param>
    /// <param name="logger">Where the operator is told.</param>
    public LeaderActor(ICoordinatorCluster cluster, Suspects suspects, ILogger<LeaderActor> logger)
    {
        (_cluster, _suspects, _logger) = (cluster, suspects, logger);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        Context.Every("beat", BeatPeriod, new Beat());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async ValueTask OnDrained()
    {
        if (!_isWorkWaiting || _session is not { } session)
            return;

        _isWorkWaiting = false;
        var hasMoreToDo = false;
        await WhileLeadingAsync(async () => hasMoreToDo = await StepAsync(session).ConfigureAwait(false)).ConfigureAwait(false);
        // Other messages come in between.
        if (hasMoreToDo)
            Context.Self.Tell(new WorkWaits());
    }

    /// <inheritdoc/>
    protected override ValueTask OnStopped() => ResignAsync();

    private async ValueTask Ready(LeaderMessage message)
    {
        switch (message)
        {
            case Lead lead:
                await ResignAsync().ConfigureAwait(false);
                _session = lead.Session;
                await WhileLeadingAsync(() => BeginAsync(lead.Session)).ConfigureAwait(false);
                break;
            case WorkWaits:
                _isWorkWaiting = true;
                break;
            case Beat when _session is { } session:
                // News is a hint that may be lost: each beat looks, too.
                _isWorkWaiting = true;
                await WhileLeadingAsync(() => session.BeatAsync(Context.Stopping)).ConfigureAwait(false);
                break;
            case AskLeading ask:
                ask.Answer.TrySetResult(_session is not null);
                break;
        }
    }

    private async Task BeginAsync(ILeaderSession session)
    {
        var book = await session.LoadBookAsync(Context.Stopping).ConfigureAwait(false);
        var policy = await session.LoadPolicyAsync(Context.Stopping).ConfigureAwait(false);
        var lists = await session.LoadListsAsync(Context.Stopping).ConfigureAwait(false);
        _state = LeaderState.Begin(book, policy, lists);
        _isWorkWaiting = true;
        LogLeads(book.Position.ToString(), book.Blocks.Count);
    }

    /// <summary>One step; true when another is to follow.</summary>
    private async Task<bool> StepAsync(ILeaderSession session)
    {
        var items = await session.ReadInboxAsync(_suspects.AreAbout ? 1 : ItemsAStep, Context.Stopping).ConfigureAwait(false);
        _suspects.Take(items);
        var work = await DecideAsync(session, items).ConfigureAwait(false);
        if (!work.IsEmpty)
            await session.CommitAsync(work, Context.Stopping).ConfigureAwait(false);
        _suspects.Leave(isDone: true);
        await TellAsync(work).ConfigureAwait(false);
        // One read gives only so much: nothing waits any more once it gives nothing.
        return items.Count > 0 || _state!.HasMoreToDo;
    }

    private async Task<LeaderWork> DecideAsync(ILeaderSession session, IReadOnlyList<InboxItem> items)
    {
        var now = Context.Time.GetUtcNow();
        if (items is [var first, ..] && _suspects.ProblemOf(first) is { } problem)
        {
            LogSetAside(Undecidable.Name(first), first.Id, ++_suspects.SetAside, problem);
            return Undecidable.SetAside(first, problem, _state!.Book.Position.Position, now);
        }

        List<InboxItem> readable = [.. items.TakeWhile(item => item is not UnreadableItem)];
        var networks = LeaderStep.NetworksOf(_state!, readable);
        var sources = networks.Count == 0 ? new Dictionary<Cidr, string>() : await session.LoadSourcesAsync(networks, Context.Stopping).ConfigureAwait(false);
        return LeaderStep.Take(_state!, readable, sources, now);
    }

    private async ValueTask TellAsync(LeaderWork work)
    {
        if (work.Orders.Count > 0)
            await _cluster.TellAsync(ClusterNews.Orders, Context.Stopping).ConfigureAwait(false);
        if (work.Outcomes.Count > 0)
            await _cluster.TellAsync(ClusterNews.Outcomes, Context.Stopping).ConfigureAwait(false);
    }

    private async ValueTask WhileLeadingAsync(Func<Task> work)
    {
        var isDone = false;
        try
        {
            await work().ConfigureAwait(false);
            isDone = true;
        }
        catch (Exception failure) when (failure is LeadershipLostException or StoreUnavailableException)
        {
            _suspects.Leave(isDone: false);
            LogResigns(failure.Message);
        }
        finally
        {
            // Also when it failed for a reason nobody foresaw: a leader that does not decide must not hold the lock.
            if (!isDone)
                await ResignAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask ResignAsync()
    {
        var session = _session;
        (_session, _state) = (null, null);
        if (session is not null)
            await session.DisposeAsync().ConfigureAwait(false);
    }

    [LoggerMessage(3301, LogLevel.Information, "This coordinator leads from now on, at {Position} with {Blocks} blocks")]
    private partial void LogLeads(string position, int blocks);

    [LoggerMessage(3302, LogLevel.Warning, "This coordinator leads no longer: {Problem}")]
    private partial void LogResigns(string problem);

    [LoggerMessage(3303, LogLevel.Error, "No decision can be made on {What}, item {Item} of the inbox: it is set aside, and the rest goes on; {Count} were set aside since the start. {Problem}")]
    private partial void LogSetAside(string what, long item, int count, string problem);
}
