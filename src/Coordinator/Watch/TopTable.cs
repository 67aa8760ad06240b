using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Watch;

/// <summary>Who has the most alarms in 24 hours. Bounded, since strangers choose the keys: when it is full, the half with the fewest alarms is forgotten.</summary>
internal sealed class TopTable<TKey>(int most)
    where TKey : notnull
{
    private readonly Dictionary<TKey, Touches> _table = [];

    /// <summary>How many keys there are.</summary>
    public int Count => _table.Count;

    /// <summary>One more alarm.</summary>
    public void Add(TKey key, AlarmMark alarm, DateTimeOffset now)
    {
        if (!_table.TryGetValue(key, out var touches))
        {
            if (_table.Count >= most)
                ForgetHalf(now);
            _table[key] = touches = new Touches();
        }

        touches.Add(alarm);
    }

    /// <summary>Those with the most alarms.</summary>
    public IReadOnlyList<(TKey Key, Touches Touches, long Count)> Top(int count, DateTimeOffset now) =>
        [.. Counted(now).Where(one => one.Count > 0).OrderByDescending(one => one.Count).ThenByDescending(one => one.Touches.LastAt).Take(count)];

    /// <summary>Those whose last alarm is not older than this, the latest first.</summary>
    public IReadOnlyList<TKey> Since(DateTimeOffset moment, int count) =>
        [.. _table.Where(one => one.Value.LastAt >= moment).OrderByDescending(one => one.Value.LastAt).Take(count).Select(one => one.Key)];

    private IEnumerable<(TKey Key, Touches Touches, long Count)> Counted(DateTimeOffset now) =>
        _table.Select(one => (one.Key, one.Value, one.Value.Count(now)));

    private void ForgetHalf(DateTimeOffset now)
    {
        // Of as many alarms, who came last is more likely to come again.
        foreach (var (key, _, _) in Counted(now).OrderBy(one => one.Count).ThenBy(one => one.Touches.LastAt).Take(most / 2).ToList())
            _table.Remove(key);
    }
}
