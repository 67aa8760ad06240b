namespace PortSentry.Sensor.Host;

/// <summary>Has the workers that everything runs on begin at the start: each takes descriptors to begin, and the runtime ends a process in which one cannot.</summary>
internal static class WorkerThreads
{
    private const int Fewest = 2;
    private const int Most = 8;

    // Where the machine is that slow, the rest begins when it is wanted.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns once they have begun: 2 to 8, a processor each.</summary>
    public static void Begin()
    {
        var (count, begun) = (Math.Clamp(Environment.ProcessorCount, Fewest, Most), 0);
        ThreadPool.SetMinThreads(count, count);
        for (var worker = 0; worker < count; worker++)
            ThreadPool.UnsafeQueueUserWorkItem(_ => Meet(), null);
        SpinWait.SpinUntil(() => Volatile.Read(ref begun) == count, Patience);

        // Each waits for the others, so that none does the work of two.
        void Meet()
        {
            Interlocked.Increment(ref begun);
            SpinWait.SpinUntil(() => Volatile.Read(ref begun) == count, Patience);
        }
    }
}
