namespace PortSentry.Shared.Clocks;

/// <summary>Says when the operator is to be told of something that lasts: at once, and then at most once a minute; by monotonic time, wherever the clock is set. Any thread may ask.</summary>
public sealed class Reminder
{
    private const long Never = long.MinValue;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private long _told = Never;
    private bool _isEndToBeTold;

    /// <summary>True when it is to be told now.</summary>
    public bool IsDue(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var (told, now) = (Interlocked.Read(ref _told), time.GetTimestamp());
        if ((told != Never && time.GetElapsedTime(told, now) < Again) || Interlocked.CompareExchange(ref _told, now, told) != told)
            return false;

        return _isEndToBeTold = true;
    }

    /// <summary>It is over: true when that is to be told, since that it began was.</summary>
    public bool IsOver()
    {
        var isToBeTold = _isEndToBeTold;
        _isEndToBeTold = false;
        return isToBeTold;
    }
}
