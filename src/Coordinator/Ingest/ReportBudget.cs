namespace PortSentry.Coordinator.Ingest;

/// <summary>What one sensor may send: so many reports a second in the long run, more in a burst. A request counts as one report at least. Pure: time comes with the question.</summary>
internal sealed class ReportBudget(double perSecond, double burst)
{
    private double _left = burst;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>Takes reports out and says zero; or, when there are too few left, takes nothing and says how long to wait. A request larger than the burst passes when the budget is full.</summary>
    public TimeSpan Take(int reports, DateTimeOffset now)
    {
        var wanted = Math.Min(Math.Max(reports, 1), burst);
        if (_at != DateTimeOffset.MinValue)
            _left = Math.Min(burst, _left + (perSecond * Math.Max(0, (now - _at).TotalSeconds)));
        _at = now;
        if (_left < wanted)
            return TimeSpan.FromSeconds((wanted - _left) / perSecond);

        _left -= wanted;
        return TimeSpan.Zero;
    }
}
