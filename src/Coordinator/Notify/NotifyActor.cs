using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Notify;

/// <summary>Looks every second for what is new, and hands it to the actors of the targets. Only the member that leads tells of decisions, changes and needs; that the database is away, or that nobody leads, each member tells by itself, since nobody else may be there.</summary>
internal sealed partial class NotifyActor : Actor<NotifyLook>
{
    private const int MostRows = 500;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NeedPatience = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<(string Name, ActorRef<TargetMessage> Actor)> _targets;
    private readonly NewsReader _reader;
    private readonly IStore _store;
    private readonly (long Decision, long Change) _begin;
    private readonly ActorRef<LeaderMessage> _leader;
    private readonly FleetWatch _watch;
    private readonly ILogger<NotifyActor> _logger;
    private readonly NeedWatch _needs = new(NeedPatience);
    private bool _isTelling;

    public NotifyActor(IReadOnlyList<(string Name, ActorRef<TargetMessage> Actor)> targets, NotifyTools tools, ActorRef<LeaderMessage> leader, FleetWatch watch, ILogger<NotifyActor> logger)
    {
        (_targets, _store, _begin, _leader, _watch, _logger, _reader) = (targets, tools.Store, tools.Begin, leader, watch, logger, new NewsReader(tools.Store, MostRows));
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        Context.After("look", Period, new LookForNews());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(NotifyLook message)
    {
        var leads = await LeadsAsync().ConfigureAwait(false);
        var needs = _needs.Look(_watch.Pulse.Needs, Context.Time.GetElapsedTime(0));
        var news = new News([], 0, 0, leads ? needs : Urgent(needs), Leads: false);
        try
        {
            if (leads && !_isTelling)
                await BeginAsync().ConfigureAwait(false);
            if (leads)
                news = await _reader.ReadAsync(needs, Context.Time.GetUtcNow(), Context.Stopping).ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure)
        {
            LogStoreAway(failure.Message);
        }

        if (!leads && _isTelling)
            Tell(new EndTelling());
        _isTelling &= leads;
        Tell(new TellNews(news));
        Context.After("look", Period, new LookForNews());
    }

    private static NeedsView Urgent(NeedsView needs) => needs with { Standing = [.. needs.Standing.Where(need => Need.IsOfEachMember(need.Key))] };

    private async Task BeginAsync()
    {
        await _store.KeepTargetsAsync([.. _targets.Select(target => target.Name)], Context.Stopping).ConfigureAwait(false);
        var known = await _store.ListTargetsAsync(Context.Stopping).ConfigureAwait(false);
        var heads = await NewsReader.FindHeadsAsync(_store, Context.Stopping).ConfigureAwait(false);
        List<TargetState> states = [];
        foreach (var (name, _) in _targets)
        {
            // A new one is told of what came since this process began; one whose log is another since a restore, of what comes from now on.
            var state = known.FirstOrDefault(one => one.Name == name) ?? new TargetState { Name = name, Decision = _begin.Decision, Change = _begin.Change };
            state = state with { Decision = Math.Min(state.Decision, heads.Decision), Change = Math.Min(state.Change, heads.Change) };
            await _store.SaveTargetAsync(state, Context.Stopping).ConfigureAwait(false);
            states.Add(state);
        }

        _reader.Begin(states.Min(state => state.Decision), states.Min(state => state.Change));
        foreach (var (state, (_, actor)) in states.Zip(_targets))
            actor.Tell(new BeginTelling(state));
        _isTelling = true;
    }

    private void Tell(TargetMessage message)
    {
        foreach (var (_, actor) in _targets)
            actor.Tell(message);
    }

    private async Task<bool> LeadsAsync()
    {
        var leads = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _leader.Tell(new AskLeading(leads)) && await leads.Task.WaitAsync(Context.Stopping).ConfigureAwait(false);
    }

    [LoggerMessage(3711, LogLevel.Debug, "The store is away: {Problem}")]
    private partial void LogStoreAway(string problem);
}
