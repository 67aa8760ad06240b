namespace PortSentry.Coordinator.Ingest;

/// <summary>What one sensor may send: so many reports a second in the long run, more in a burst. A request counts as one report at least. Pure: time comes with the question.</summary>
internal sealed class ReportBudget
{
    // So little may be missing that it rounds to no wait at all, which would let the request in.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly double _perSecond;
    private readonly double _burst;
    private double _left;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>A full budget.</summary>
    public ReportBudget(double perSecond, double burst) => (_perSecond, _burst, _left) = (perSecond, burst, burst);

    /// <summary>Takes reports out and says zero; or, when there are too few left, takes nothing and says how long to wait. A request larger than the burst passes when the budget is full.</summary>
    public TimeSpan Take(int reports, DateTimeOffset now)
    {
        var wanted = Math.Min(Math.Max(reports, 1), _burst);
        if (_at != DateTimeOffset.MinValue)
            _left = Math.Min(_burst, _left + (_perSecond * Math.Max(0, (now - _at).TotalSeconds)));
        _at = now;
        if (_left < wanted)
            return Longer(TimeSpan.FromSeconds((wanted - _left) / _perSecond), Shortest);

        _left -= wanted;
        return TimeSpan.Zero;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
