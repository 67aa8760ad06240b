namespace PortSentry.Coordinator.Decide;

/// <summary>How many orders each sensor's word has led to this minute, so that one in wrong hands cannot block the world.</summary>
internal sealed class SaySo
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, Counts> _counts = [];
    private DateTimeOffset _minute;

    /// <summary>Counts one more order on a sensor's word; false when it has had its share.</summary>
    public bool TryTake(string sensor, int share, DateTimeOffset now)
    {
        if (now - _minute >= Minute || now < _minute)
            BeginMinute(now);

        var counts = _counts.GetValueOrDefault(sensor);
        var isAllowed = counts.Orders < share;
        _counts[sensor] = isAllowed ? counts with { Orders = counts.Orders + 1 } : counts with { Refused = counts.Refused + 1 };
        return isAllowed;
    }

    /// <summary>How many were refused this minute, and in the minute before.</summary>
    public (long Now, long Before) RefusedOf(string sensor)
    {
        var counts = _counts.GetValueOrDefault(sensor);
        return (counts.Refused, counts.RefusedBefore);
    }

    private void BeginMinute(DateTimeOffset now)
    {
        _minute = now;
        foreach (var (sensor, counts) in _counts.ToList())
        {
            if (counts.Refused == 0)
                _counts.Remove(sensor);
            else
                _counts[sensor] = new Counts(0, 0, counts.Refused);
        }
    }

    private readonly record struct Counts(int Orders, long Refused, long RefusedBefore);
}
