using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Notify;

/// <summary>What one target is told, and when: gathers events, forms messages of them, keeps to the hour's limit, and repeats what failed. Bounded: of more than a thousand events that wait the oldest are left out and counted. Pure: the time is a running one, from its input.</summary>
internal sealed class TargetBook(NotifyTarget target, Func<IReadOnlyList<NotifyEvent>, long, NotifyMessage> form)
{
    /// <summary>Events that may wait.</summary>
    public const int MostWaiting = 1000;

    /// <summary>Events in one message.</summary>
    public const int MostAtOnce = 100;

    /// <summary>How long a message is tried.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(1);

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly LinkedList<(NotifyEvent Event, TimeSpan Since)> _waiting = [];
    private readonly Queue<(TimeSpan At, int Messages)> _sent = new();
    private (NotifyMessage Message, TimeSpan Since)? _open;
    private (long Decision, long Change) _heads;
    private TimeSpan _notBefore = TimeSpan.MinValue;
    private long _leftOut;

    /// <summary>How it goes, and how far it was told.</summary>
    public TargetState State { get; private set; } = new() { Name = target.Name };

    /// <summary>Events that wait, those of a message that is tried again included.</summary>
    public int Waiting => _waiting.Count + (_open?.Message.Events.Count ?? 0);

    /// <summary>Goes on where somebody else has ended; what was told meanwhile by this one alone stays told.</summary>
    public void Begin(TargetState state)
    {
        Rest();
        State = state with { Told = state.Told.Concat(State.Told).DistinctBy(pair => pair.Key).ToDictionary() };
        _heads = (state.Decision, state.Change);
    }

    /// <summary>Forgets what waits and what was told, except what each member tells by itself: somebody else tells and settles the rest from now on.</summary>
    public void Rest()
    {
        _waiting.Clear();
        (_open, _leftOut, _notBefore) = (null, 0, TimeSpan.MinValue);
        State = State with { Told = State.Told.Where(pair => Need.IsOfEachMember(pair.Key)).ToDictionary() };
    }

    /// <summary>Takes in what is new.</summary>
    public void Observe(News news, TimeSpan now, DateTimeOffset at)
    {
        foreach (var one in news.Events.Where(IsNew))
            Wait(one, now);
        _heads = (Math.Max(_heads.Decision, news.Decision), Math.Max(_heads.Change, news.Change));
        if (target.About.HasFlag(Topics.Needs))
            ObserveNeeds(news.Needs, now, at);
        if (Waiting == 0)
            State = State with { Decision = _heads.Decision, Change = _heads.Change };
    }

    /// <summary>The message that is to be sent now; null when none is due. It stays the same until it is sent or given up.</summary>
    public NotifyMessage? Due(TimeSpan now)
    {
        if (now < _notBefore)
            return null;
        if (_open is { } open && now - open.Since >= GiveUpAfter)
            GiveUp(open.Message);
        if (_open is null && IsGathered(now) && Room(now) is var room and > 0)
            Open(now, room);
        return _open?.Message;
    }

    /// <summary>The message was taken; the problem is whom it did not reach all the same.</summary>
    public void Sent(TimeSpan now, DateTimeOffset at, string problem = "")
    {
        if (_open is not { } open)
            return;

        _sent.Enqueue((now, MessagesIn(open.Message)));
        var told = new Dictionary<string, string>(State.Told);
        foreach (var one in open.Message.Events.Where(one => one.Key.Length > 0))
        {
            if (one.Kind == NotifyEventKind.Need)
                told[one.Key] = one.Text;
            else
                told.Remove(one.Key);
        }

        Pass(open.Message);
        State = State with { Told = told, Sent = State.Sent + 1, SentAt = at, Failures = 0, FailingSince = null, Problem = problem };
        _notBefore = TimeSpan.MinValue;
    }

    /// <summary>The message was not taken; chance is 0 to 1.</summary>
    public void Failed(SendOutcome outcome, TimeSpan now, DateTimeOffset at, double chance)
    {
        var pause = Math.Min(FirstPause.Ticks << Math.Min(State.Failures, 20), LongestPause.Ticks) * (0.75 + (chance / 2));
        pause = Math.Max(pause, Math.Min(outcome.RetryAfter?.Ticks ?? 0, Hour.Ticks));
        _notBefore = now + TimeSpan.FromTicks((long)pause);
        State = State with { Failed = State.Failed + 1, Failures = State.Failures + 1, FailingSince = State.FailingSince ?? at, Problem = outcome.Answer };
    }

    private bool IsNew(NotifyEvent one) => one.Kind switch
    {
        NotifyEventKind.Block => target.About.HasFlag(Topics.Blocks) && one.Number > _heads.Decision,
        NotifyEventKind.Change => target.About.HasFlag(Topics.Changes) && one.Number > _heads.Change,
        _ => false,
    };

    private void ObserveNeeds(NeedsView needs, TimeSpan now, DateTimeOffset at)
    {
        var open = Keys(_open?.Message.Events ?? []);
        DropSettled(needs);
        var waiting = Keys(_waiting.Select(pair => pair.Event));
        foreach (var need in needs.Standing.Where(need => need.Severity <= target.Severity && need.Key != TargetNeeds.KeyOf(target.Name)))
        {
            if (!State.Told.ContainsKey(need.Key) && !waiting.Contains(need.Key) && !open.Contains(need.Key))
                Wait(NotifyEvents.Of(need, at), now);
        }

        if (State.Told.Keys.Any(IsForgotten))
            State = State with { Told = State.Told.Where(pair => !IsForgotten(pair.Key)).ToDictionary() };
        foreach (var (key, text) in State.Told.Where(pair => needs.IsOver(pair.Key) && !waiting.Contains(pair.Key) && !open.Contains(pair.Key)))
            Wait(NotifyEvents.Settled(key, text, at), now);

        // That it has grown old is no all-clear.
        bool IsForgotten(string key) => NeedRules.IsPast(key) && needs.IsOver(key);
    }

    /// <summary>What has come and gone before it could be told is not told, but what happened once is; nor is settled what has come again.</summary>
    private void DropSettled(NeedsView needs)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Event is { Kind: NotifyEventKind.Need, Key: var key } && needs.IsOver(key) && !NeedRules.IsPast(key))
                _waiting.Remove(node);
            else if (node.Value.Event is { Kind: NotifyEventKind.Settled, Key: var settled } && needs.Present.Contains(settled))
                _waiting.Remove(node);
            node = next;
        }
    }

    private static HashSet<string> Keys(IEnumerable<NotifyEvent> events) => [.. events.Select(one => one.Key).Where(key => key.Length > 0)];

    private void Wait(NotifyEvent one, TimeSpan now)
    {
        _waiting.AddLast((one, now));
        if (_waiting.Count <= MostWaiting)
            return;

        // A need that is left out is found missing, and waits anew.
        LeaveOut(1);
        _waiting.RemoveFirst();
    }

    private bool IsGathered(TimeSpan now) => _waiting.First is { } first && now - first.Value.Since >= target.Every;

    /// <summary>How many messages the hour has room for.</summary>
    private int Room(TimeSpan now)
    {
        while (_sent.TryPeek(out var oldest) && now - oldest.At >= Hour)
            _sent.Dequeue();
        return target.AtMost - _sent.Sum(one => one.Messages);
    }

    private void Open(TimeSpan now, int room)
    {
        List<NotifyEvent> events = [];
        var most = target.IsSingle ? Math.Min(room, MostAtOnce) : MostWaiting;
        while (events.Count < most && _waiting.First is { } first)
        {
            events.Add(first.Value.Event);
            _waiting.RemoveFirst();
        }

        _open = (form(events, _leftOut), now);
        _leftOut = 0;
    }

    private int MessagesIn(NotifyMessage message) => target.IsSingle ? message.Events.Count : 1;

    private void GiveUp(NotifyMessage message)
    {
        LeaveOut(message.Events.Count);
        // Counted already, but told to nobody yet.
        _leftOut += message.LeftOut;
        Pass(message);
    }

    private void LeaveOut(long events)
    {
        _leftOut += events;
        State = State with { LeftOut = State.LeftOut + events };
    }

    /// <summary>A message is done with: whoever goes on does so behind it.</summary>
    private void Pass(NotifyMessage message)
    {
        _open = null;
        State = _waiting.Count == 0
            ? State with { Decision = _heads.Decision, Change = _heads.Change }
            : State with { Decision = Behind(message, NotifyEventKind.Block, State.Decision), Change = Behind(message, NotifyEventKind.Change, State.Change) };
    }

    private static long Behind(NotifyMessage message, NotifyEventKind kind, long orElse) =>
        message.Events.Where(one => one.Kind == kind).Select(one => one.Number).DefaultIfEmpty(orElse).Max();
}
