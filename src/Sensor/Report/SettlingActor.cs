using PortSentry.Sensor.Config;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Report;

/// <summary>Passes events on to the writers once they are whole: with the name of their source where names are asked for, with what came of their block where lines say so. No line waits longer than a second for either.</summary>
internal sealed class SettlingActor : Actor<ReportEvent>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Action<ReportEvent> _pass;
    private readonly Func<Address, Action<string?>, bool>? _ask;
    private readonly SettlingQueue _queue;

    /// <param name="pass">Hears of each event, in order.</param>
    /// <param name="ask">Looks a name up and answers later; false when it cannot. Null where names are not asked for.</param>
    /// <param name="forOutcomes">Whether lines say what came of a block.</param>
    public SettlingActor(Action<ReportEvent> pass, Func<Address, Action<string?>, bool>? ask, bool forOutcomes)
    {
        (_pass, _ask, _queue) = (pass, ask, new SettlingQueue(Patience, ask is not null, forOutcomes));
        Become(Ready);
    }

    /// <summary>True when lines of this start say more than is known at once.</summary>
    public static bool IsNeeded(StartOptions start) => start.Options.ResolveHost || SaysOutcomes(start);

    /// <summary>True when lines of this start say what came of a block.</summary>
    public static bool SaysOutcomes(StartOptions start) =>
        start.LogFormat != LogFormat.Classic || start.HistoryFormat != LogFormat.Classic;

    /// <summary>By monotonic time: a clock that is set holds no line up.</summary>
    private DateTimeOffset Now => DateTimeOffset.UnixEpoch + Context.Time.GetElapsedTime(0);

    protected override ValueTask OnStopped()
    {
        PassAll(DateTimeOffset.MaxValue);
        return ValueTask.CompletedTask;
    }

    private void Ready(ReportEvent happening)
    {
        var now = Now;
        if (happening is NameFound found)
            _queue.Found(found.Source, found.Name, now);
        else if (happening is not PatienceOver && _queue.Add(happening, now) is { } source && !_ask!(source, name => Context.Self.Tell(new NameFound(source, name))))
            _queue.NotAsked(source);
        PassAll(now);
        if (_queue.NextDue is { } due)
            Context.After("due", due - now, new PatienceOver());
    }

    private void PassAll(DateTimeOffset now)
    {
        foreach (var whole in _queue.Take(now))
            _pass(whole);
    }
}

/// <summary>A name was looked up; null when there is none.</summary>
internal sealed record NameFound(Address Source, string? Name) : ReportEvent;

/// <summary>An event has waited long enough.</summary>
internal sealed record PatienceOver : ReportEvent;
