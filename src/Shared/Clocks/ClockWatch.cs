namespace PortSentry.Shared.Clocks;

/// <summary>Tells when the clock was set: when it and the monotonic time have gone apart by more than a second.</summary>
public sealed class ClockWatch(TimeProvider time)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private DateTimeOffset _clock = time.GetUtcNow();
    private long _monotonic = time.GetTimestamp();

    /// <summary>By how much the clock was set since the last call; zero when it was not.</summary>
    public TimeSpan TakeShift()
    {
        var (clock, monotonic) = (time.GetUtcNow(), time.GetTimestamp());
        var shift = clock - _clock - time.GetElapsedTime(_monotonic, monotonic);
        // What stays within the tolerance is kept and added up: a clock that drifts is followed, too.
        if (shift.Duration() <= Tolerance)
            return TimeSpan.Zero;

        (_clock, _monotonic) = (clock, monotonic);
        return shift;
    }
}
