using System.Diagnostics;

namespace PortSentry.TestKit;

/// <summary>Waits for a condition, with one generous deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(500);

    /// <summary>Returns once the condition holds; throws, naming it, when it never does.</summary>
    public static Task True(Func<bool> condition, string what) => True(() => Task.FromResult(condition()), () => what);

    /// <summary>Returns once the condition holds; throws, naming it, when it never does.</summary>
    public static async Task True(Func<Task<bool>> condition, Func<string> what)
    {
        var started = Stopwatch.GetTimestamp();
        for (var look = started; !await condition(); look = Stopwatch.GetTimestamp())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline.Generous)
                throw new TimeoutException($"not within {Deadline.Generous.TotalSeconds} s: {what()}");
            await PauseAsync(Stopwatch.GetElapsedTime(look));
        }
    }

    /// <summary>Returns once a file holds this: programs write what they tell a moment after they have done it.</summary>
    public static Task Holds(string file, string text) =>
        True(() => Task.FromResult(File.Exists(file) && File.ReadAllText(file).Contains(text, StringComparison.Ordinal)), () => $"{file} holds {text}, not {(File.Exists(file) ? File.ReadAllText(file) : "")}");

    /// <summary>A look that starts programs takes the processor from what it waits for: three times as long is left to that.</summary>
    private static async Task PauseAsync(TimeSpan look)
    {
        using var pause = new PeriodicTimer(new TimeSpan(Math.Clamp(3 * look.Ticks, Step.Ticks, LongestStep.Ticks)));
        await pause.WaitForNextTickAsync();
    }
}
