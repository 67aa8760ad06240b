using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary><c>POST /sensor/v1/reports</c>: takes a batch in and answers once it is durable.</summary>
internal sealed class ReportEndpoint(LinkGate gate, ReportDesk reports)
{
    /// <summary>Serves one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var sensor = await gate.RequireAsync(http).ConfigureAwait(false);
        var batch = await LinkAnswer.ReadAsync(http, WireJson.Default.ReportBatch).ConfigureAwait(false);
        var receipt = await reports.TakeAsync(sensor, batch, http.RequestAborted).ConfigureAwait(false);
        await LinkAnswer.WriteAsync(http, receipt, WireJson.Default.ReportReceipt).ConfigureAwait(false);
    }
}
