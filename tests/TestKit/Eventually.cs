using System.Diagnostics;

namespace PortSentry.TestKit;

/// <summary>Waits for a condition, with one generous deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns once the condition holds; throws, naming it, when it never does.</summary>
    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), () => what);

    /// <summary>Returns once the condition holds; throws, naming it, when it never does.</summary>
    public static async Task True(Func<Task<bool>> condition, Func<string> what)
    {
        var started = Stopwatch.GetTimestamp();
        using var steps = new PeriodicTimer(Step);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline.Generous)
                throw new TimeoutException($"not within {Deadline.Generous.TotalSeconds} s: {what()}");
            await steps.WaitForNextTickAsync();
        }
    }
}
