using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Runs what goes on until it is cancelled, so that a failure that nobody foresaw is told of and it begins again.</summary>
internal sealed class LoopActor : Actor<BeginLoop>
{
    private readonly Func<CancellationToken, Task> _run;
    private readonly CancellationToken _cancel;

    /// <param name="run">What goes on.</param>
    /// <param name="cancel">Ends it.</param>
    public LoopActor(Func<CancellationToken, Task> run, CancellationToken cancel)
    {
        (_run, _cancel) = (run, cancel);
        Become(Ready);
    }

    protected override ValueTask OnStarted()
    {
        Context.Self.Tell(new BeginLoop());
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(BeginLoop begin)
    {
        try
        {
            await _run(_cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_cancel.IsCancellationRequested)
        {
            // As it was asked to.
        }
    }
}

/// <summary>Begin.</summary>
internal sealed record BeginLoop;
