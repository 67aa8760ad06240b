using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Capture;

/// <summary>Looks once a minute whether frames were lost, and tells by how much the sensor was blind.</summary>
internal sealed partial class LossWatchActor : Actor<CheckLosses>
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Func<CaptureCounts> _counts;
    private readonly ILogger<LossWatchActor> _logger;
    private CaptureCounts _last;

    public LossWatchActor(Func<CaptureCounts> counts, ILogger<LossWatchActor> logger)
    {
        (_counts, _logger) = (counts, logger);
        Become(Check);
    }

    protected override ValueTask OnStarted()
    {
        _last = _counts();
        Context.Every("losses", Period, new CheckLosses());
        return ValueTask.CompletedTask;
    }

    private void Check(CheckLosses command)
    {
        var now = _counts();
        if (now.Dropped > _last.Dropped)
            LogLost(now.Dropped - _last.Dropped, now.Passed - _last.Passed);
        _last = now;
    }

    [LoggerMessage(1002, LogLevel.Warning, "{Lost} of {All} frames to tripwires were lost within a minute: more came than this host can look at; detection goes on")]
    private partial void LogLost(long lost, long all);
}

/// <summary>Look at the losses.</summary>
internal sealed record CheckLosses;
