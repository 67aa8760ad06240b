using PortSentry.Coordinator.Watch;

namespace PortSentry.Coordinator.Notify;

/// <summary>Lets only those needs be told that stand for a while, and only those be settled that are gone for as long. Pure: the time is a running one, from its input.</summary>
internal sealed class NeedWatch(TimeSpan patience)
{
    private readonly Dictionary<string, (TimeSpan Since, TimeSpan Last)> _seen = [];
    private TimeSpan? _began;

    /// <summary>The needs as they are to be told, after a look at those that are there.</summary>
    public NeedsView Look(IReadOnlyList<Need> needs, TimeSpan now)
    {
        _began ??= now;
        foreach (var need in needs)
            _seen[need.Key] = (_seen.TryGetValue(need.Key, out var before) ? before.Since : now, now);
        foreach (var gone in _seen.Where(pair => now - pair.Value.Last >= patience).Select(pair => pair.Key).ToList())
            _seen.Remove(gone);
        return new NeedsView([.. needs.Where(need => now - _seen[need.Key].Since >= patience)], _seen.Keys.ToHashSet(), now - _began >= patience);
    }
}
