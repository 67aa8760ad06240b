using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>Holds events, in order, until what is still unknown of them is known: their source's name, what came of their block. None waits longer than the patience; when so many wait, the oldest goes on as it is. Pure.</summary>
internal sealed class SettlingQueue(TimeSpan patience, bool forNames, bool forOutcomes)
{
    /// <summary>Events that may wait.</summary>
    public const int MaxWaiting = 16_384;

    private readonly Queue<Waiting> _queue = new();
    private readonly Dictionary<Alarm, Waiting> _blocks = [];
    private readonly NameCache _names = new();

    /// <summary>When the next event must go on at the latest; null while none waits.</summary>
    public DateTimeOffset? NextDue => _queue.TryPeek(out var head) ? head.Due : null;

    /// <summary>Takes an event; gives back the address whose name is to be looked up, if one is.</summary>
    public Address? Add(ReportEvent happening, DateTimeOffset now)
    {
        Settle(happening);
        var waiting = new Waiting(happening, now + patience);
        _queue.Enqueue(waiting);
        if (forOutcomes && happening is ProbeJudged { Verdict: Verdict.Block } judged)
            _blocks[waiting.Alarm = AlarmOf(judged)] = waiting;
        if (!forNames || SourceOf(happening) is not { } source || _names.TryGet(source, now, out var name) && waiting.Use(name))
            return null;

        var isUnderWay = _names.IsUnderWay(source);
        if (!isUnderWay && !_names.TryBegin(source))
            return null;

        waiting.Unnamed = source;
        return isUnderWay ? null : source;
    }

    /// <summary>The name of an address was looked up; null when it has none.</summary>
    public void Found(Address source, string? name, DateTimeOffset now)
    {
        _names.Add(source, name, now);
        Use(source, name);
    }

    /// <summary>The name of an address could not even be asked for.</summary>
    public void NotAsked(Address source)
    {
        _names.End(source);
        Use(source, null);
    }

    /// <summary>The events that may go on now, in the order they came.</summary>
    public IEnumerable<ReportEvent> Take(DateTimeOffset now)
    {
        while (_queue.TryPeek(out var head) && (head.IsSettled || head.Due <= now || _queue.Count > MaxWaiting))
        {
            _queue.Dequeue();
            if (head.Alarm is { } alarm)
                _blocks.Remove(alarm);
            yield return head.Happening;
        }
    }

    private void Use(Address source, string? name)
    {
        foreach (var waiting in _queue.Where(waiting => waiting.Unnamed == source))
            waiting.Use(name);
    }

    private void Settle(ReportEvent happening)
    {
        var (alarm, outcome) = happening switch
        {
            BlockListChanged { Change: SourceBlocked blocked } => (blocked.Block.Alarm, new BlockOutcome(true, blocked.Block.Until)),
            BlockListChanged { Change: BlockRefused refused } => (refused.Request.Alarm, new BlockOutcome(false, null)),
            _ => (null, null),
        };
        if (alarm is not null && _blocks.Remove(Key(alarm), out var waiting))
            waiting.Use(outcome!);
    }

    private static Address? SourceOf(ReportEvent happening) => happening switch
    {
        ProbeJudged judged => judged.Probe.Source,
        ProbesOmitted omitted => omitted.Source,
        BlockListChanged { Change: SourceBlocked { Block.Alarm: { } alarm } } => alarm.Source,
        _ => null,
    };

    private static Alarm AlarmOf(ProbeJudged judged) =>
        Key(new Alarm(judged.Probe.Source, judged.Mode, judged.Probe.Kind, judged.Probe.Port, default, judged.Probe.At));

    /// <summary>By what an alarm and the block it led to are known to each other.</summary>
    private static Alarm Key(Alarm alarm) => alarm with { FirstProbe = default };

    private sealed class Waiting(ReportEvent happening, DateTimeOffset due)
    {
        public ReportEvent Happening { get; private set; } = happening;

        public DateTimeOffset Due => due;

        public Alarm? Alarm { get; set; }

        public Address? Unnamed { get; set; }

        public bool IsSettled => Unnamed is null && (Alarm is null || Happening is ProbeJudged { Outcome: not null });

        public bool Use(string? name)
        {
            (Happening, Unnamed) = (Happening with { SourceName = name }, null);
            return true;
        }

        public void Use(BlockOutcome outcome) => Happening = Happening is ProbeJudged judged ? judged with { Outcome = outcome } : Happening;
    }
}
