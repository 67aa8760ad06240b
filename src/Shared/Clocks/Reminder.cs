namespace PortSentry.Shared.Clocks;

/// <summary>Says when the operator is to be told of something that lasts: at once, and then at most once a minute; by monotonic time, wherever the clock is set.</summary>
public sealed class Reminder
{
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private long? _told;
    private bool _isEndToBeTold;

    /// <summary>True when it is to be told now.</summary>
    public bool IsDue(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (_told is { } told && time.GetElapsedTime(told) < Again)
            return false;

        (_told, _isEndToBeTold) = (time.GetTimestamp(), true);
        return true;
    }

    /// <summary>It is over: true when that is to be told, since that it began was.</summary>
    public bool IsOver()
    {
        var isToBeTold = _isEndToBeTold;
        _isEndToBeTold = false;
        return isToBeTold;
    }
}
