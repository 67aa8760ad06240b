using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Watch;

/// <summary>Watches the fleet for all who look at it: tails the alarms by their numbers, looks over the book, the sensors and the members, and tells the pulse twice a second at the most. What the store has of the last 24 hours is read back in chunks beside that.</summary>
internal sealed partial class WatchActor : Actor<WatchMessage>
{
    private const int AlarmsARead = 1000;
    private const int ReadsALook = 20;
    private const int MarksAChunk = 5000;
    private const int MostNeedsOfAKind = 1000;
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan NowPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MemberPatience = TimeSpan.FromSeconds(10);

    private readonly IStore _store;
    private readonly ActorRef<BookMessage> _book;
    private readonly ActorRef<SpreadMessage> _spread;
    private readonly FleetWatch _watch;
    private readonly ILogger<WatchActor> _logger;
    private readonly AlarmTally _tally = new();
    private readonly SensorTurns _turns = new();
    private FleetReading? _reading;
    private BookLook? _look;
    private FleetPulse _pulse = FleetPulse.First;
    private long? _latest;
    private long _toldAt;
    private bool _isTallied;
    private bool _isStoreAway;

    public WatchActor(IStore store, ActorRef<BookMessage> book, ActorRef<SpreadMessage> spread, FleetWatch watch, ILogger<WatchActor> logger)
    {
        (_store, _book, _spread, _watch, _logger) = (store, book, spread, watch, logger);
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        _reading = new FleetReading(_store, Context.Time);
        Context.Every("look", LookPeriod, new LookAround());
        Context.Self.Tell(new LookAround());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(WatchMessage message)
    {
        try
        {
            switch (message)
            {
                case LookAround:
                    await LookAsync().ConfigureAwait(false);
                    break;
                case ReadBack back:
                    await ReadBackAsync(back.Before).ConfigureAwait(false);
                    break;
            }
        }
        catch (StoreUnavailableException failure)
        {
            if (!_isStoreAway)
                LogStoreAway(failure.Message);
            _isStoreAway = true;
            _pulse = _pulse with { StoreFailures = _pulse.StoreFailures + 1 };
            if (message is ReadBack)
                Context.After("back", NowPeriod, message);
            await TellAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask LookAsync()
    {
        await ReadAlarmsAsync().ConfigureAwait(false);
        await _reading!.ReadAsync(Context.Stopping).ConfigureAwait(false);
        var now = Context.Time.GetUtcNow();
        var look = await AskAsync<BookMessage, BookLook>(_book, answer => new LookOver(_tally.Scanning(now), answer)).ConfigureAwait(false);
        _turns.Follow(_reading.Look.Sensors, look.Position, now);
        (_look, _isStoreAway) = (look, false);
        _pulse = _pulse with
        {
            BlocksChanged = look.Changed,
            LatestBlocks = look.Latest,
            SensorsChanged = _turns.Count,
            LatestSensors = _turns.Latest,
            Sensors = _reading.Look.Sensors,
        };
        await TellAsync().ConfigureAwait(false);
    }

    private async ValueTask ReadAlarmsAsync()
    {
        _latest ??= await BeginAsync().ConfigureAwait(false);
        for (var reads = 0; reads < ReadsALook; reads++)
        {
            var alarms = await _store.ListAlarmsAsync(new AlarmFilter { After = _latest, Max = AlarmsARead }, Context.Stopping).ConfigureAwait(false);
            if (alarms.Count == 0)
                return;

            var now = Context.Time.GetUtcNow();
            foreach (var alarm in alarms)
                _tally.Add(AlarmMark.Of(alarm), now);
            _latest = alarms[0].Id;
            _pulse = _pulse with
            {
                Alarms = _pulse.Alarms + alarms.Count,
                AlarmKinds = Sum(_pulse.AlarmKinds, alarms),
                LatestAlarms = [.. alarms.Concat(_pulse.LatestAlarms).Take(FleetPulse.MostRows)],
            };
            if (alarms.Count < AlarmsARead)
                return;
        }
    }

    private static Dictionary<ScanKind, long> Sum(IReadOnlyDictionary<ScanKind, long> known, IReadOnlyList<AlarmRow> alarms)
    {
        var sum = new Dictionary<ScanKind, long>(known);
        foreach (var kind in alarms.Select(alarm => AlarmMark.Of(alarm).Kind))
            sum[kind] = sum.GetValueOrDefault(kind) + 1;
        return sum;
    }

    /// <summary>From the latest alarm on they are tailed; those before it are read back, the latest first.</summary>
    private async ValueTask<long> BeginAsync()
    {
        var alarms = await _store.ListAlarmsAsync(new AlarmFilter { Max = FleetPulse.MostRows }, Context.Stopping).ConfigureAwait(false);
        _pulse = _pulse with { LatestAlarms = alarms };
        var latest = alarms is [var last, ..] ? last.Id : 0;
        Context.Self.Tell(new ReadBack(latest + 1));
        return latest;
    }

    private async ValueTask ReadBackAsync(long before)
    {
        var marks = await _store.ListAlarmMarksAsync(before, MarksAChunk, Context.Stopping).ConfigureAwait(false);
        var now = Context.Time.GetUtcNow();
        foreach (var mark in marks)
            _tally.Add(mark, now);
        // Numbers rise with the time roughly: a sensor that was away tells late.
        _isTallied = marks.Count < MarksAChunk || marks.All(mark => mark.At < now.AddHours(-Touches.Hours));
        if (!_isTallied)
            Context.Self.Tell(new ReadBack(marks[^1].Id));
    }

    /// <summary>Tells what is new; the figures anew once a second.</summary>
    private async ValueTask TellAsync()
    {
        if (_toldAt == 0 || Context.Time.GetElapsedTime(_toldAt) >= NowPeriod - (LookPeriod / 2))
        {
            _toldAt = Context.Time.GetTimestamp();
            var (figures, needs) = await NowAsync().ConfigureAwait(false);
            _pulse = _pulse with { Now = figures, Needs = needs, Waiting = _reading!.Look.Waiting, SetAside = _reading.Look.SetAside, IsStoreAway = _isStoreAway };
        }

        var told = _watch.Pulse;
        if (!ReferenceEquals(_pulse.Now, told.Now) || (_pulse.Alarms, _pulse.BlocksChanged, _pulse.SensorsChanged) != (told.Alarms, told.BlocksChanged, told.SensorsChanged))
            _watch.Tell(_pulse);
    }

    private async ValueTask<(FleetNow Now, IReadOnlyList<Need> Needs)> NowAsync()
    {
        var now = Context.Time.GetUtcNow();
        var (look, read) = (_look, _reading!.Look);
        var leader = read.Members.FirstOrDefault(member => member.IsLeader && now - member.SeenAt <= MemberPatience)?.Name ?? "";
        var figures = new FleetNow
        {
            At = now,
            IsTallied = _isTallied,
            Minutes = _tally.ByMinute(now),
            BlocksInForce = look?.Blocks ?? 0,
            SensorsUp = _turns.CountOf("up"),
            SensorsBehind = _turns.CountOf("behind"),
            SensorsDown = _turns.CountOf("down"),
            Members = read.Members,
            Leader = leader,
            TimeToBlock = await AskAsync<SpreadMessage, TimeToBlock?>(_spread, answer => new GetTimeToBlock(answer)).ConfigureAwait(false),
            TopSources = _tally.TopSources(now),
            TopPorts = _tally.TopPorts(now),
            LastChanges = read.Changes,
            Simulating = read.Simulating,
            Head = look?.Position ?? default,
            LatestAlarm = _latest ?? 0,
        };
        var facts = NeedsOf(figures, read);
        return (figures with { Sentence = SentenceRules.Of(SentenceOf(figures, look)), NeedsYou = NeedRules.Of(facts) }, NeedRules.Of(facts, MostNeedsOfAKind));
    }

    private SentenceFacts SentenceOf(FleetNow figures, BookLook? look) => new()
    {
        Scanning = [.. (look?.Sources ?? []).Zip(look?.Covers ?? [])],
        Simulating = figures.Simulating,
        HasLeader = figures.Leader.Length > 0,
        IsStoreAway = _isStoreAway,
        Up = figures.SensorsUp,
        Behind = figures.SensorsBehind,
        Down = figures.SensorsDown,
        Slowest = figures.TimeToBlock?.Slowest,
    };

    private NeedFacts NeedsOf(FleetNow figures, FleetLook read) => new()
    {
        Now = figures.At,
        Version = ProductVersion.Text,
        Sensors = read.Sensors,
        Dropped = _turns.DroppedSince(figures.At.AddDays(-1)),
        Refusals = read.Refusals,
        Lists = read.Lists,
        Targets = read.Targets,
        Waiting = read.Waiting,
        SetAside = read.SetAside,
        HasLeader = figures.Leader.Length > 0,
        IsStoreAway = _isStoreAway,
        Simulating = figures.Simulating,
        AuthoritiesEnd = read.AuthoritiesEnd,
    };

    private async Task<TAnswer> AskAsync<TMessage, TAnswer>(ActorRef<TMessage> actor, Func<TaskCompletionSource<TAnswer>, TMessage> question)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!actor.Tell(question(answer)))
            throw new StoreUnavailableException("the coordinator has too much to do");

        return await answer.Task.WaitAsync(Context.Stopping).ConfigureAwait(false);
    }

    [LoggerMessage(3501, LogLevel.Debug, "The fleet cannot be looked at: {Problem}")]
    private partial void LogStoreAway(string problem);
}
