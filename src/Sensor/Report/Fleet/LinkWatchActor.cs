using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Knows how the link is, and tells the operator: an outage once, then hourly, and when it is over; a refusal, which a person must end, each minute. Outages that follow each other within a minute are one.</summary>
internal sealed partial class LinkWatchActor : Actor<LinkNews>
{
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TellOutageAgain = TimeSpan.FromHours(1);

    private readonly ILogger<LinkWatchActor> _logger;
    private LinkState _state = new(IsConnected: false, null, null);
    // Monotonic: that the clock was set is no reason to tell it again.
    private long? _told;
    private string? _toldProblem;
    private bool _isOverToBeTold = true;

    /// <param name="logger">Where the operator is told.</param>
    public LinkWatchActor(ILogger<LinkWatchActor> logger)
    {
        _logger = logger;
        Become(Ready);
    }

    private void Ready(LinkNews news)
    {
        switch (news)
        {
            case LinkUp:
                Up();
                break;
            case LinkLost lost:
                _state = new LinkState(IsConnected: false, null, lost.Failure.Message);
                Tell(lost.Failure);
                break;
            case ReportsStuck stuck:
                _state = _state with { Problem = stuck.Failure.Message };
                Tell(stuck.Failure);
                break;
            case ReportsFlow:
                _state = _state.IsConnected ? _state with { Problem = null } : _state;
                break;
            case GetLinkState get:
                get.Answer.TrySetResult(_state);
                break;
        }
    }

    private void Up()
    {
        if (_isOverToBeTold)
            LogUp();
        _isOverToBeTold = false;
        _state = new LinkState(IsConnected: true, Context.Time.GetUtcNow(), null);
    }

    private void Tell(LinkException failure)
    {
        var isRefusal = failure.Fault == LinkFault.Refused;
        // While nobody answers, why is told once: each member may be away in its own way.
        var again = _isOverToBeTold && !isRefusal ? TellOutageAgain : TellAgain;
        var isNews = _told is null || (isRefusal && failure.Message != _toldProblem);
        if (!isNews && Context.Time.GetElapsedTime(_told!.Value) < again)
            return;

        (_told, _toldProblem, _isOverToBeTold) = (Context.Time.GetTimestamp(), failure.Message, true);
        if (isRefusal)
            LogRefused(failure.Message);
        else
            LogLost(failure.Message);
    }

    [LoggerMessage(6301, LogLevel.Information, "The coordinator is reached; its orders are followed")]
    private partial void LogUp();

    [LoggerMessage(6302, LogLevel.Warning, "The coordinator is not reached: {Problem}; this host is watched and blocks as before, reports wait")]
    private partial void LogLost(string problem);

    [LoggerMessage(6303, LogLevel.Error, "The coordinator refuses this sensor: {Problem}")]
    private partial void LogRefused(string problem);
}
