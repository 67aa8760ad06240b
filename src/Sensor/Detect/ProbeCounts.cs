using System.Runtime.CompilerServices;

namespace PortSentry.Sensor.Detect;

/// <summary>How many probes one source sent within a sliding window, in eight steps of an eighth each: a probe is forgotten when its eighth leaves the window.</summary>
internal struct ProbeCounts
{
    private const int Steps = 8;

    private Buckets _buckets;
    private long _step;

    /// <summary>The length of an eighth of this window, in ticks.</summary>
    public static long StepOf(TimeSpan window) => Math.Max(1, window.Ticks / Steps);

    /// <summary>Counts a probe and returns how many the window holds, at most 65535 an eighth.</summary>
    public int Add(long ticks, long stepTicks)
    {
        var step = ticks / stepTicks;
        Forget(step);
        ref var bucket = ref _buckets[(int)(_step % Steps)];
        if (bucket < ushort.MaxValue)
            bucket++;

        var sum = 0;
        foreach (var count in _buckets)
            sum += count;
        return sum;
    }

    private void Forget(long step)
    {
        // A clock set back counts into the newest eighth: nothing is lost, nothing lives for ever.
        var passed = Math.Clamp(step - _step, 0, Steps);
        for (var i = 1; i <= passed; i++)
            _buckets[(int)((step - i + 1) % Steps)] = 0;
        _step = Math.Max(step, _step);
    }

    [InlineArray(Steps)]
    private struct Buckets
    {
        private ushort _first;
    }
}
