namespace PortSentry.Coordinator.Api;

/// <summary>Waits for what another process brings about.</summary>
internal static class Awaited
{
    /// <summary>Looks again and again until there is an answer; null when there is none within the patience.</summary>
    public static async Task<T?> FindAsync<T>(Func<Task<T?>> look, TimeSpan period, TimeSpan patience, TimeProvider time, CancellationToken cancel)
        where T : class
    {
        using var beat = new PeriodicTimer(period, time);
        var began = time.GetTimestamp();
        while (true)
        {
            if (await look().ConfigureAwait(false) is { } found)
                return found;
            if (time.GetElapsedTime(began) > patience)
                return null;
            await beat.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }
}
