namespace PortSentry.Shared.Metrics;

/// <summary>Counts durations by length. Its owner alone touches it.</summary>
public sealed class DurationTally
{
    private readonly long[] _counts = new long[DurationCounts.Bounds.Count + 1];
    private double _seconds;

    /// <summary>What was counted until now.</summary>
    public DurationCounts Counts => new([.. _counts], _seconds);

    /// <summary>One more; a clock that is behind the other makes no negative time.</summary>
    public void Add(TimeSpan took)
    {
        var seconds = Math.Max(0, took.TotalSeconds);
        var step = 0;
        while (step < DurationCounts.Bounds.Count && seconds > DurationCounts.Bounds[step])
            step++;
        _counts[step]++;
        _seconds += seconds;
    }
}
