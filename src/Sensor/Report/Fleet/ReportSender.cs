using Microsoft.Extensions.Logging;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Delivers batches, one after the other, and each minute, or when something has changed, how the sensor is. Reports that the coordinator does not understand are sent again in smaller batches, until the one that it does not is found and left out.</summary>
internal sealed partial class ReportSender
{
    private static readonly TimeSpan StatusPeriod = TimeSpan.FromMinutes(1);

    /// <summary>A batch, empty as it may be, comes each minute: when none does, the outbox was restarted and has forgotten that we asked.</summary>
    private static readonly TimeSpan BatchPatience = TimeSpan.FromMinutes(2);

    private readonly ICoordinatorLink _link;
    private readonly FleetActors _actors;
    private readonly Func<CancellationToken, Task<SensorStatus>> _status;
    private readonly TimeProvider _time;
    private readonly ILogger<ReportSender> _logger;
    private readonly Pause _pause;
    private readonly RetryRule _retry;
    private int _largest = ReportBatch.MaxReports;
    private int _isStatusDue = 1;

    /// <param name="link">The way to the coordinator.</param>
    /// <param name="actors">Where batches come from.</param>
    /// <param name="status">How the sensor is.</param>
    /// <param name="chance">Parts the fleet's tries.</param>
    /// <param name="time">Time.</param>
    /// <param name="logger">Where it is told what is left out.</param>
    public ReportSender(
        ICoordinatorLink link,
        FleetActors actors,
        Func<CancellationToken, Task<SensorStatus>> status,
        Random chance,
        TimeProvider time,
        ILogger<ReportSender> logger)
    {
        (_link, _actors, _status, _time, _logger) = (link, actors, status, time, logger);
        (_pause, _retry) = (new Pause(time), new RetryRule(chance));
    }

    /// <summary>How the sensor is has changed: tells it with the next batch, even an empty one.</summary>
    public void SendStatus()
    {
        Interlocked.Exchange(ref _isStatusDue, 1);
        _actors.Outbox.Tell(new HurryBatch());
    }

    /// <summary>The coordinator is there again: what waits is sent now.</summary>
    public void Resume()
    {
        SendStatus();
        _pause.End();
    }

    /// <summary>Delivers until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var minute = _time.CreateTimer(_ => SendStatus(), null, StatusPeriod, StatusPeriod);
        while (!cancel.IsCancellationRequested)
        {
            if (await TakeAsync(cancel).ConfigureAwait(false) is { } batch)
                await SendAsync(batch, cancel).ConfigureAwait(false);
        }
    }

    private async Task<ReportBatch?> TakeAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<ReportBatch>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_actors.Outbox.Tell(new TakeBatch(_largest, answer)))
                return await answer.Task.WaitAsync(BatchPatience, _time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }

        await _pause.WaitAsync(Backoff.Shortest, cancel).ConfigureAwait(false);
        return null;
    }

    private async Task SendAsync(ReportBatch batch, CancellationToken cancel)
    {
        var withStatus = Interlocked.Exchange(ref _isStatusDue, 0) == 1;
        try
        {
            var whole = withStatus ? batch with { Status = await _status(cancel).ConfigureAwait(false) } : batch;
            whole = whole with { SentAt = _time.GetUtcNow() };
            var receipt = await _link.ReportAsync(whole, cancel).ConfigureAwait(false);
            _actors.Outbox.Tell(new BatchDelivered(batch, receipt));
            Delivered();
        }
        catch (LinkException failure) when (withStatus && failure.Fault == LinkFault.Malformed)
        {
            // Perhaps it is the status: no report is given up before it went without, and the status is tried again in a minute.
            LogStatusRefused(failure.Message);
        }
        catch (LinkException failure)
        {
            if (withStatus)
                SendStatus();
            await FailedAsync(batch, failure, cancel).ConfigureAwait(false);
        }
    }

    private void Delivered()
    {
        _actors.Watch.Tell(new ReportsFlow());
        _retry.Reset();
        _largest = Math.Min(_largest * 2, ReportBatch.MaxReports);
    }

    private async Task FailedAsync(ReportBatch batch, LinkException failure, CancellationToken cancel)
    {
        _actors.Watch.Tell(new ReportsStuck(failure));
        if (failure.Fault == LinkFault.Malformed && batch.Reports.Count > 1)
        {
            _largest = batch.Reports.Count / 2;
        }
        else if (failure.Fault == LinkFault.Malformed && batch.Reports is [var report])
        {
            LogLeftOut(report.Seq, report.GetType().Name, failure.Message);
            _actors.Outbox.Tell(new BatchDelivered(batch, new ReportReceipt(report.Seq)));
        }

        await _pause.WaitAsync(_retry.PauseAfter(failure), cancel).ConfigureAwait(false);
    }

    [LoggerMessage(6312, LogLevel.Warning, "The coordinator did not understand a batch with how this sensor is ({Problem}); it is sent without")]
    private partial void LogStatusRefused(string problem);

    [LoggerMessage(6311, LogLevel.Error, "The coordinator does not understand report {Seq} ({Kind}): {Problem}; it is left out")]
    private partial void LogLeftOut(long seq, string kind, string problem);
}
