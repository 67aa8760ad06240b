using PortSentry.Shared.Correlate;

namespace PortSentry.Sensor.Detect;

/// <summary>The sequential test on one source's first contacts, as a walk: a port that nobody serves is a step up, a served one a step down, each port once within the window. It ends as a scanner's at the test's threshold, and begins anew where it would end as an honest host's.</summary>
internal struct ContactWalk
{
    private const int Marks = 64;

    // A mark a port, by keyed hash: two ports of the same mark are one contact, which never raises an alarm that was none.
    private ulong _failed;
    private ulong _served;
    private long _since;
    private int _height;

    /// <summary>True when the test has decided for a scanner.</summary>
    public readonly bool IsScanner => _height >= SequentialTest.FailuresToAlarm;

    /// <summary>Takes a contact with a port that nobody serves into account; the port by its hash.</summary>
    public void Fail(ulong port, long ticks, long windowTicks)
    {
        Forget(ticks, windowTicks);
        if (IsFirst(ref _failed, port))
            _height++;
    }

    /// <summary>Takes a contact with a served port into account; the port by its hash.</summary>
    public void Succeed(ulong port, long ticks, long windowTicks)
    {
        Forget(ticks, windowTicks);
        if (IsFirst(ref _served, port) && --_height <= -SequentialTest.SuccessesToClear)
            _height = 0;
    }

    // Also after the clock was set back by more than the window.
    private void Forget(long ticks, long windowTicks)
    {
        if (_since == 0 || Math.Abs(ticks - _since) > windowTicks)
            this = new ContactWalk { _since = ticks };
    }

    private static bool IsFirst(ref ulong marks, ulong port)
    {
        var mark = 1ul << (int)(port % Marks);
        var isFirst = (marks & mark) == 0;
        marks |= mark;
        return isFirst;
    }
}
