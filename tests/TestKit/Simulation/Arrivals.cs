using System.Diagnostics;

namespace PortSentry.TestKit.Simulation;

/// <summary>When an order reached each of so many sensors.</summary>
internal sealed class Arrivals(long position, int sensors)
{
    private readonly long[] _at = new long[sensors];
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>The order.</summary>
    public long Position { get; } = position;

    /// <summary>Ends when it has reached all of them.</summary>
    public Task All => _all.Task;

    /// <summary>It has reached one more.</summary>
    public void Note()
    {
        var place = Interlocked.Increment(ref _count) - 1;
        if (place >= _at.Length)
            return;

        _at[place] = Stopwatch.GetTimestamp();
        if (place == _at.Length - 1)
            _all.TrySetResult();
    }

    /// <summary>Milliseconds since a moment of the stopwatch, a sensor each.</summary>
    public IReadOnlyList<double> Since(long began) => [.. _at.Select(at => Stopwatch.GetElapsedTime(began, at).TotalMilliseconds)];
}
