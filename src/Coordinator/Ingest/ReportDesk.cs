using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Takes batches in, whatever engine brings them: the receipt comes once they are durable.</summary>
internal sealed class ReportDesk(IStore store, ICoordinatorCluster cluster, ActorRef<SessionMessage> sessions, TimeProvider time)
{
    /// <summary>Takes one batch; throws LinkRefusedException when it is malformed, or more than the sensor's share.</summary>
    public async Task<ReportReceipt> TakeAsync(SensorPeer sensor, ReportBatch batch, CancellationToken gone)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (ReportCheck.Fault(batch) is { } fault)
            throw LinkRefusedException.Malformed(fault);

        await AdmitAsync(sensor, batch.Reports.Count, gone).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var receipt = await store.AcceptAsync(sensor.Id, ReportTimes.Righted(batch, now), now, gone).ConfigureAwait(false);
        sessions.Tell(new Heard(sensor, batch.Applied, batch.Status));
        if (batch.Reports.Count > 0)
            await cluster.TellAsync(ClusterNews.Inbox, gone).ConfigureAwait(false);
        return receipt;
    }

    /// <summary>A sensor that floods waits; the others do not notice.</summary>
    private async ValueTask AdmitAsync(SensorPeer sensor, int reports, CancellationToken gone)
    {
        var answer = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!sessions.Tell(new Admit(sensor, reports, answer)))
            throw LinkRefusedException.Overloaded();

        var wait = await answer.Task.WaitAsync(gone).ConfigureAwait(false);
        if (wait == SessionActor.Jam)
            throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "too much waits for a decision; try again later", wait);
        if (wait > TimeSpan.Zero)
            throw LinkRefusedException.TooMany("this sensor sends more reports than its share", wait);
    }
}
