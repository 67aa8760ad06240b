using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary><c>POST /sensor/v1/reports</c>: takes a batch in and answers once it is durable.</summary>
internal sealed class ReportEndpoint(LinkGate gate, IStore store, ICoordinatorCluster cluster, ActorRef<SessionMessage> sessions, TimeProvider time)
{
    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var sensor = await gate.RequireAsync(http).ConfigureAwait(false);
        var batch = await LinkAnswer.ReadAsync(http, WireJson.Default.ReportBatch).ConfigureAwait(false);
        if (ReportCheck.Fault(batch) is { } fault)
            throw LinkRefusedException.Malformed(fault);

        await AdmitAsync(sensor, batch.Reports.Count, http.RequestAborted).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var receipt = await store.AcceptAsync(sensor.Id, ReportTimes.Righted(batch, now), now, http.RequestAborted).ConfigureAwait(false);
        sessions.Tell(new Heard(sensor, batch.Applied, batch.Status));
        if (batch.Reports.Count > 0)
            await cluster.TellAsync(ClusterNews.Inbox, http.RequestAborted).ConfigureAwait(false);
        await LinkAnswer.WriteAsync(http, receipt, WireJson.Default.ReportReceipt).ConfigureAwait(false);
    }

    /// <summary>A sensor that floods waits; the others do not notice.</summary>
    private async ValueTask AdmitAsync(SensorPeer sensor, int reports, CancellationToken gone)
    {
        var answer = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!sessions.Tell(new Admit(sensor, reports, answer)))
            throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "the coordinator has too much to do; try again later", TimeSpan.FromSeconds(1));

        var wait = await answer.Task.WaitAsync(gone).ConfigureAwait(false);
        if (wait == SessionActor.Jam)
            throw new LinkRefusedException(StatusCodes.Status503ServiceUnavailable, "too much waits for a decision; try again later", wait);
        if (wait > TimeSpan.Zero)
            throw LinkRefusedException.TooMany("this sensor sends more reports than its share", wait);
    }
}
