using System.Numerics;
using PortSentry.Shared.Correlate;

namespace PortSentry.Sensor.Detect;

/// <summary>The sequential test on one source's first contacts, as a walk: a port that nobody serves is a step up, a served one a step down, each port once within the window. It ends as a scanner's at the test's threshold, and begins anew where it would end as an honest host's.</summary>
internal struct ContactWalk
{
    // Of 64 marks, by the upper bits of a product with 2^64 over the golden ratio: whichever bits of the hash differ, those do.
    private const ulong Golden = 0x9e37_79b9_7f4a_7c15;
    private const int MarkShift = 58;

    private ulong _failed;
    private ulong _served;
    private long _since;
    private int _height;

    /// <summary>True when the test has decided for a scanner.</summary>
    public readonly bool IsScanner => _height >= SequentialTest.FailuresToAlarm;

    /// <summary>True before its first contact.</summary>
    public readonly bool IsNew => _since == 0;

    /// <summary>The mark of a port, by its hash. Two ports of the same mark are one contact, which never raises an alarm that was none.</summary>
    public static ulong MarkOf(ulong port) => 1ul << (int)((port * Golden) >> MarkShift);

    /// <summary>Begins with the served ports that were touched before.</summary>
    public void Begin(ulong served, long ticks) =>
        this = new ContactWalk { _since = ticks, _served = served, _height = -(BitOperations.PopCount(served) % SequentialTest.SuccessesToClear) };

    /// <summary>Takes a contact with a port that nobody serves into account.</summary>
    public void Fail(ulong mark, long ticks, long windowTicks)
    {
        Forget(ticks, windowTicks);
        if (IsFirst(ref _failed, mark))
            _height++;
    }

    /// <summary>Takes a contact with a served port into account.</summary>
    public void Succeed(ulong mark, long ticks, long windowTicks)
    {
        Forget(ticks, windowTicks);
        if (IsFirst(ref _served, mark) && --_height <= -SequentialTest.SuccessesToClear)
            _height = 0;
    }

    // Also after the clock was set back by more than the window.
    private void Forget(long ticks, long windowTicks)
    {
        if (IsNew || Math.Abs(ticks - _since) > windowTicks)
            Begin(served: 0, ticks);
    }

    private static bool IsFirst(ref ulong marks, ulong mark)
    {
        var isFirst = (marks & mark) == 0;
        marks |= mark;
        return isFirst;
    }
}
