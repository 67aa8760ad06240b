using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Notify;

/// <summary>Reads decisions and changes on from where it last was, a bounded number at a time.</summary>
internal sealed class NewsReader(IStore store, int most)
{
    private const int MostLookedUp = 20;
    private const int MostAlarms = 50;
    private static readonly TimeSpan ChangeAge = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AlarmAge = TimeSpan.FromHours(1);

    private (long Decision, long Change) _heads;

    /// <summary>The last numbers that there are.</summary>
    public static async Task<(long Decision, long Change)> FindHeadsAsync(IStore store, CancellationToken cancel)
    {
        var last = Keyset.First with { Max = 1 };
        var decisions = await store.ListDecisionsAsync(new DecisionFilter { Page = last }, cancel).ConfigureAwait(false);
        var changes = await store.ListAuditAsync(new AuditFilter { Page = last }, cancel).ConfigureAwait(false);
        return (decisions is [var decision, ..] ? decision.Id : 0, changes is [var change, ..] ? change.Id : 0);
    }

    /// <summary>Goes on behind these.</summary>
    public void Begin(long decision, long change) => _heads = (decision, change);

    /// <summary>What is new.</summary>
    public async Task<News> ReadAsync(NeedsView needs, DateTimeOffset now, CancellationToken cancel)
    {
        var decisions = await store.ListDecisionsAsync(new DecisionFilter { Page = new Keyset(null, _heads.Decision, most) }, cancel).ConfigureAwait(false);
        var changes = await store.ListAuditAsync(new AuditFilter { Page = new Keyset(null, _heads.Change, most) }, cancel).ConfigureAwait(false);
        List<NotifyEvent> events = [];
        foreach (var block in decisions.Reverse().Where(decision => decision.What == "block"))
            events.Add(NotifyEvents.Of(block, events.Count < MostLookedUp ? await AlarmsOfAsync(block, cancel).ConfigureAwait(false) : []));

        // Members write the log side by side, so that a smaller number may be seen after a greater one: none is passed that is not seconds old.
        var settled = changes.Reverse().TakeWhile(change => now - change.At >= ChangeAge || change.At > now).ToList();
        events.AddRange(settled.Where(IsToldOf).Select(NotifyEvents.Of));
        _heads = (decisions is [var decision, ..] ? decision.Id : _heads.Decision, settled is [.., var last] ? last.Id : _heads.Change);
        return new News(events, _heads.Decision, _heads.Change, needs, Leads: true);
    }

    private Task<IReadOnlyList<AlarmRow>> AlarmsOfAsync(DecisionRow decision, CancellationToken cancel) =>
        store.ListAlarmsAsync(new AlarmFilter { Within = decision.Target, Since = decision.At - AlarmAge, Max = MostAlarms }, cancel);

    /// <summary>That hosts have themselves protected is no change to a person.</summary>
    private static bool IsToldOf(AuditRow row) => !row.What.StartsWith("protect ", StringComparison.Ordinal);
}
