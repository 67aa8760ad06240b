using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Owns a session a sensor: what it may send, how it is, how far it is. Writes down once a second what is new, asks for the protection of its addresses, and has a sensor whose book differs fetch a snapshot. While more waits for the leader than is good, nothing new is let in. Bounded: a session an enrolled sensor; refusals not yet written down have a bound of their own, the newest are dropped then.</summary>
internal sealed partial class SessionActor : Actor<SessionMessage>
{
    private const int MaxRefusals = 20_000;
    private const int MaxWaiting = 50_000;
    private static readonly TimeSpan SavePeriod = TimeSpan.FromSeconds(1);

    /// <summary>The answer to who wants in while too much waits for the leader.</summary>
    public static readonly TimeSpan Jam = TimeSpan.FromSeconds(5);

    private readonly SessionSettings _settings;
    private readonly IStore _store;
    private readonly ICoordinatorCluster _cluster;
    private readonly BookWatch _book;
    private readonly ActorRef<SpreadMessage> _spread;
    private readonly ILogger<SessionActor> _logger;
    private readonly Dictionary<SensorId, SensorSession> _sessions = [];
    private readonly List<RefusalRow> _refusals = [];
    private readonly Reminder _clockSet = new();
    private ClockWatch? _clock;
    private long _waiting;
    private long _admitted;
    private long _limited;
    private long _jammed;

    public SessionActor(SessionSettings settings, IStore store, ICoordinatorCluster cluster, BookWatch book, ActorRef<SpreadMessage> spread, ILogger<SessionActor> logger)
    {
        (_settings, _store, _cluster, _book, _spread, _logger) = (settings, store, cluster, book, spread, logger);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        _clock = new ClockWatch(Context.Time);
        Context.Every("save", SavePeriod, new SaveSessions());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(SessionMessage message)
    {
        var now = Context.Time.GetUtcNow();
        switch (message)
        {
            case Admit admit:
                admit.Answer.TrySetResult(Admitted(admit, now));
                break;
            case Heard heard:
                SessionOf(heard.Sensor).Hear(heard.Sensor, heard.Applied, heard.Status, Context.Time);
                Note(heard, now);
                if (heard.Applied is { } applied)
                    _spread.Tell(new SensorApplied(heard.Sensor.Id, applied.Position, now));
                break;
            case StreamOpened opened:
                SessionOf(opened.Sensor).Count(1, Context.Time);
                _spread.Tell(new SensorJoined(opened.Sensor.Id, now));
                break;
            case StreamClosed closed when _sessions.TryGetValue(closed.Sensor.Id, out var session):
                // One that is forgotten stays so: its streams end after that.
                session.Count(-1, Context.Time);
                break;
            case Forget forget:
                _sessions.Remove(forget.Sensor);
                _spread.Tell(new SensorLeft(forget.Sensor));
                break;
            case GetSessionCounts get:
                get.Answer.TrySetResult(new SessionCounts(_sessions.Values.Count(session => session.IsConnected), _admitted, _limited, _jammed));
                break;
            case SaveSessions:
                FollowClock();
                await SaveAsync(now).ConfigureAwait(false);
                break;
        }
    }

    private TimeSpan Admitted(Admit admit, DateTimeOffset now)
    {
        if (_waiting > MaxWaiting && admit.Reports > 0)
        {
            _jammed += admit.Reports;
            return Jam;
        }

        var wait = SessionOf(admit.Sensor).Budget.Take(admit.Reports, now);
        if (wait == TimeSpan.Zero)
            _admitted += admit.Reports;
        else
            _limited += admit.Reports;
        return wait;
    }

    private void FollowClock()
    {
        var set = _clock!.TakeShift();
        if (set == TimeSpan.Zero)
            return;

        if (_clockSet.IsDue(Context.Time))
            LogClockSet(set);
        foreach (var session in _sessions.Values.Where(session => session.IsConnected))
            session.FollowClock(Context.Time);
    }

    private SensorSession SessionOf(SensorPeer peer)
    {
        if (!_sessions.TryGetValue(peer.Id, out var session))
            _sessions[peer.Id] = session = new SensorSession(peer, new ReportBudget(_settings.ReportsPerSecond, _settings.Burst));
        return session;
    }

    private void Note(Heard heard, DateTimeOffset now)
    {
        foreach (var refused in heard.Applied?.Refused ?? [])
        {
            if (_refusals.Count < MaxRefusals)
                _refusals.Add(new RefusalRow(heard.Sensor.Name, now, refused));
        }
    }

    private async ValueTask SaveAsync(DateTimeOffset now)
    {
        var changed = _sessions.Values.Where(session => session.IsNew).ToList();
        if (changed.Count == 0 && _waiting == 0)
            return;

        try
        {
            _waiting = await _store.CountWaitingAsync(Context.Stopping).ConfigureAwait(false);
            await _store.SaveStatesAsync([.. changed.Select(session => session.State(_settings.Member))], Context.Stopping).ConfigureAwait(false);
            await _store.SaveRefusalsAsync(_refusals, Context.Stopping).ConfigureAwait(false);
            _refusals.Clear();
            await ProtectAsync(changed, now).ConfigureAwait(false);
            await _book.CompareAsync(changed, now, Context.Stopping).ConfigureAwait(false);
            changed.ForEach(session => session.Saved());
        }
        catch (StoreUnavailableException failure)
        {
            // Nothing is lost: all of it is said again a second from now.
            LogStoreAway(failure.Message);
        }
    }

    /// <summary>After a restart all sensors say at once what their addresses are: one transaction takes them all.</summary>
    private async ValueTask ProtectAsync(IEnumerable<SensorSession> changed, DateTimeOffset now)
    {
        var asking = changed.Where(session => session.Status is not null && !Same(session.Protected, session.Status.Addresses)).ToList();
        if (asking.Count == 0)
            return;

        await _store.SubmitAsync(asking.ConvertAll(session => ProtectionOf(session, now)), Context.Stopping).ConfigureAwait(false);
        asking.ForEach(session => session.Protected = session.Status!.Addresses);
        await _cluster.TellAsync(ClusterNews.Inbox, Context.Stopping).ConfigureAwait(false);
    }

    private static ChangeProtected ProtectionOf(SensorSession session, DateTimeOffset now) =>
        new ChangeProtected(FleetRole.Sensor, session.Peer.Name, session.Status!.Addresses) { Id = Guid.NewGuid(), At = now, Who = $"sensor {session.Peer.Name}", Reason = "its own addresses" };

    private static bool Same(IReadOnlyList<Address>? known, IReadOnlyList<Address> told) =>
        known is not null && known.Order().SequenceEqual(told.Order());

    [LoggerMessage(3401, LogLevel.Debug, "How sensors are could not be written down: {Problem}")]
    private partial void LogStoreAway(string problem);

    [LoggerMessage(3410, LogLevel.Warning, "The clock was set by {Shift}; the blocks of the fleet end by the clock as it is now")]
    private partial void LogClockSet(TimeSpan shift);
}
