using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Owns the outbox: numbers reports, hands out batches, and writes groups of them to disk. A batch does not wait for the disk: what is delivered need not be durable here.</summary>
internal sealed partial class OutboxActor : Actor<OutboxMessage>
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    /// <summary>That orders are carried out is told a little later: it is in nobody's way, and the whole fleet carries out the same order at this moment.</summary>
    private static readonly TimeSpan AppliedPause = TimeSpan.FromMilliseconds(50);

    private readonly Outbox _outbox;
    private readonly ILogger<OutboxActor> _logger;
    private readonly AppliedWords _applied = new();
    private readonly Reminder _broke = new();
    private TakeBatch? _waiter;
    private long _droppedTold;
    private bool _isHurried;
    private bool _isAppliedFresh;
    private bool _isBroken;

    /// <param name="outbox">The outbox, which is this actor's alone from now on.</param>
    /// <param name="logger">Where failures are told.</param>
    public OutboxActor(Outbox outbox, ILogger<OutboxActor> logger)
    {
        (_outbox, _logger) = (outbox, logger);
        Become(Ready);
    }

    protected override ValueTask OnStarted()
    {
        _droppedTold = _outbox.Counts.Dropped;
        if (_outbox.Damaged > 0)
            LogDamaged(_outbox.Damaged);
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnDrained()
    {
        TryDisk(_outbox.Write);
        Answer();
        TryDisk(_outbox.Flush);
        TellDropped();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask OnStopped()
    {
        _outbox.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Ready(OutboxMessage message)
    {
        switch (message)
        {
            case KeepReport keep:
                _outbox.Add(keep.Report);
                if (_outbox.IsToBeWritten)
                    TryDisk(_outbox.Write);
                break;
            case KeepApplied keep:
                _applied.Add(keep.Applied);
                if (!_isAppliedFresh)
                    Context.After("applied", AppliedPause, new AppliedIsDue());
                _isAppliedFresh = true;
                break;
            case AppliedIsDue:
                _isAppliedFresh = false;
                break;
            case TakeBatch take:
                _waiter = take;
                break;
            case HurryBatch:
                _isHurried = true;
                break;
            case BatchDelivered delivered:
                _applied.Delivered(delivered.Batch.Applied);
                Deliver(delivered.Receipt.AckedSeq);
                break;
            case GetOutboxCounts get:
                get.Answer.TrySetResult(_outbox.Counts);
                break;
        }
    }

    /// <summary>A receipt for what this outbox never sent says nothing of what it has sent: the coordinator took that for repeats.</summary>
    private void Deliver(long acked)
    {
        if (_outbox.MayHaveHandedOut(acked))
        {
            _outbox.Deliver(acked);
            return;
        }

        _outbox.Rename();
        LogSetBack();
    }

    private void Answer()
    {
        if (_waiter is not { } waiter)
            return;

        var reports = _outbox.Take(waiter.MaxReports);
        if (reports.Count == 0 && !_isHurried && (_isAppliedFresh || _applied.Word is null))
            return;

        (_waiter, _isHurried) = (null, false);
        waiter.Answer.TrySetResult(new ReportBatch { OutboxId = _outbox.Id, Reports = reports, Applied = _applied.Word });
    }

    private void TryDisk(Action write)
    {
        try
        {
            write();
            if (_isBroken)
                LogHealed();
            _isBroken = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Broken(failure);
        }
    }

    private void Broken(Exception failure)
    {
        if (_broke.IsDue(Context.Time))
            LogBroken(failure.Message);
        _isBroken = true;
        Context.After("retry", Retry, new RetryDisk());
    }

    private void TellDropped()
    {
        var dropped = _outbox.Counts.Dropped;
        if (dropped > _droppedTold)
            LogDropped(dropped - _droppedTold, dropped);
        _droppedTold = dropped;
    }

    [LoggerMessage(6101, LogLevel.Error, "The outbox cannot be written: {Problem}; reports are kept in memory, as far as there is room, and tried again every few seconds")]
    private partial void LogBroken(string problem);

    [LoggerMessage(6102, LogLevel.Information, "The outbox is written again")]
    private partial void LogHealed();

    [LoggerMessage(6103, LogLevel.Warning, "{Lines} lines of the outbox are damaged and left out, cut off by a crash perhaps")]
    private partial void LogDamaged(int lines);

    [LoggerMessage(6104, LogLevel.Warning, "The outbox is full: {Now} reports were dropped, {All} since it was made")]
    private partial void LogDropped(long now, long all);

    [LoggerMessage(6105, LogLevel.Warning, "The coordinator holds reports of this sensor that it knows nothing of: its host was set back, to a snapshot or a backup perhaps; what waits is sent again under a new name")]
    private partial void LogSetBack();
}
