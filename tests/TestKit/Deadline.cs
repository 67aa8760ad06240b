namespace PortSentry.TestKit;

/// <summary>The one deadline of all tests: far longer than anything takes, so that only what never comes fails.</summary>
public static class Deadline
{
    /// <summary>How long a test waits.</summary>
    public static readonly TimeSpan Generous = TimeSpan.FromMinutes(2);

    /// <summary>The result, awaited no longer than the deadline.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Generous);

    /// <summary>The end, awaited no longer than the deadline.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(Generous);
}
