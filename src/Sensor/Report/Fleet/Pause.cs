namespace PortSentry.Sensor.Report.Fleet;

/// <summary>A pause that may be ended early.</summary>
internal sealed class Pause(TimeProvider time)
{
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Waits so long, or until <see cref="End"/>.</summary>
    public async Task WaitAsync(TimeSpan length, CancellationToken cancel)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _ended, ended);
        try
        {
            await ended.Task.WaitAsync(length, time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // It was as long as it was meant to be.
        }
    }

    /// <summary>Ends the pause, if there is one.</summary>
    public void End() => Volatile.Read(ref _ended).TrySetResult();
}
