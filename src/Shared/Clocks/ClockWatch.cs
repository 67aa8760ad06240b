namespace PortSentry.Shared.Clocks;

/// <summary>Tells when the clock was set: when it and the monotonic time have gone apart by more than a second.</summary>
public sealed class ClockWatch
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    /// <summary>Two looks at the time that are further apart are no look at one moment.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _time;
    private (DateTimeOffset Clock, long Monotonic) _before;

    /// <summary>Watches from now on.</summary>
    public ClockWatch(TimeProvider time)
    {
        _time = time;
        _before = Look();
    }

    /// <summary>By how much the clock was set since the last call; zero when it was not.</summary>
    public TimeSpan TakeShift()
    {
        var now = Look();
        var shift = now.Clock - _before.Clock - _time.GetElapsedTime(_before.Monotonic, now.Monotonic);
        // What stays within the tolerance is kept and added up: a clock that drifts is followed, too.
        if (shift.Duration() <= Tolerance)
            return TimeSpan.Zero;

        _before = now;
        return shift;
    }

    /// <summary>Both at one moment: a process that is held up in between, stopped perhaps, looks again.</summary>
    private (DateTimeOffset Clock, long Monotonic) Look()
    {
        while (true)
        {
            var monotonic = _time.GetTimestamp();
            var clock = _time.GetUtcNow();
            if (_time.GetElapsedTime(monotonic) <= Moment)
                return (clock, monotonic);
        }
    }
}
