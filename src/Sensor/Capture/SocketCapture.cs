using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Capture;

/// <summary>Accepts and receives on the ports of one connect mode, on a thread of its own, and hands on probes in batches. When no batch is free, contacts wait in the kernel's queues, and what those cannot hold is turned away.</summary>
public sealed partial class SocketCapture : IDisposable
{
    /// <summary>Descriptors left to the rest of the process.</summary>
    private const int ReservedFiles = 512;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moderation = TimeSpan.FromMilliseconds(4);

    private readonly ProbeLane _lane;
    private readonly Action<BindNews> _tell;
    private readonly TimeProvider _time;
    private readonly ILogger<SocketCapture> _logger;
    private readonly StopSignal _stop = new();
    private readonly EventPoll _poll = new();
    private readonly BoundPorts _ports;
    private readonly Reminder _failed = new();
    private readonly Thread _thread;
    private BindScope _scope;
    private BindScope _inUse;
    private long _tried;

    /// <summary>Binds what it can, and takes contacts from now on; what it cannot bind is told, and tried again each minute.</summary>
    public SocketCapture(BindScope scope, ProbeLane lane, Action<BindNews> tell, TimeProvider time, ILogger<SocketCapture> logger)
    {
        ArgumentNullException.ThrowIfNull(lane);
        (_scope, _inUse, _lane, _tell, _time, _logger) = (scope, scope, lane, tell, time, logger);
        _ports = new BoundPorts(lane.Transport, _poll, FileLimit.Current - ReservedFiles);
        Follow(scope);
        _thread = new Thread(Run) { IsBackground = true, Name = "sockets" };
        _thread.Start();
    }

    /// <summary>The ports that are bound.</summary>
    public PortSet Bound => _ports.Bound;

    /// <summary>Binds these from now on.</summary>
    public void Use(BindScope scope)
    {
        Volatile.Write(ref _scope, scope);
        _poll.Wake();
    }

    /// <summary>Ends the thread and gives up the ports.</summary>
    public void Stop()
    {
        _stop.Set();
        _poll.Wake();
        _thread.Join();
        _ports.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        _poll.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsGivenWithin(TimeSpan.Zero))
        {
            try
            {
                TakeRound();
            }
            catch (Exception failure) when (failure is SystemCallException or SocketException)
            {
                // The sockets are still there, and what waits in them is taken when the system lets us.
                TellFailed(failure.Message);
                _stop.IsGivenWithin(Pause);
            }
        }
    }

    private void TakeRound()
    {
        Span<int> ready = stackalloc int[EventPoll.MaxReady];
        var count = _poll.Wait(ready, _ports.HasRefused ? TryAgainAfter : Timeout.InfiniteTimeSpan);
        var scope = Volatile.Read(ref _scope);
        if (scope != _inUse || (_ports.HasRefused && _time.GetElapsedTime(_tried) >= TryAgainAfter))
            Follow(scope);
        if (count == 0)
            return;

        while (!_lane.TryBegin())
        {
            // The detector is behind: the kernel's queues are ours.
            if (_stop.IsGivenWithin(Moderation))
                return;
        }

        TakeAll(ready[..count]);
    }

    private void TakeAll(ReadOnlySpan<int> ready)
    {
        try
        {
            foreach (var port in ready)
                Take(port);
        }
        finally
        {
            _lane.Send();
        }
    }

    private void Take(int port)
    {
        try
        {
            if (_ports.Find(port) is { } bound && bound.TryTake(_time.GetUtcNow().Ticks, _inUse.Banner.Span, out var probe))
                _lane.Add(probe);
        }
        catch (SocketException failure) when (failure.SocketErrorCode is not (SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable))
        {
            LogAbandoned(_lane.Transport.ClassicName(), port, failure.Message);
            _ports.Abandon(port);
        }
    }

    private void Follow(BindScope scope)
    {
        _inUse = scope;
        var news = _ports.Follow(scope.Ports);
        _tried = _time.GetTimestamp();
        var protocol = _lane.Transport.ClassicName();
        if (news.Refused.Count > 0)
            LogRefused(protocol, PortSet.Of(news.Refused));
        if (news.Recovered.Count > 0)
            LogRecovered(protocol, PortSet.Of(news.Recovered));
        if (news.Refused.Count + news.Recovered.Count > 0)
            _tell(news);
    }

    private void TellFailed(string problem)
    {
        if (_failed.IsDue(_time))
            LogFailed(_lane.Transport.ClassicName(), problem);
    }

    [LoggerMessage(1003, LogLevel.Warning, "{Protocol} ports {Ports} cannot be bound, in use by other programs most likely: they are not watched, and tried again each minute")]
    private partial void LogRefused(string protocol, PortSet ports);

    [LoggerMessage(1004, LogLevel.Information, "{Protocol} ports {Ports} are bound now, and watched")]
    private partial void LogRecovered(string protocol, PortSet ports);

    [LoggerMessage(1005, LogLevel.Warning, "The socket of {Protocol} port {Port} has failed ({Problem}); it is bound again within a minute")]
    private partial void LogAbandoned(string protocol, int port, string problem);

    [LoggerMessage(1006, LogLevel.Error, "The {Protocol} sockets cannot be looked at: {Problem}; they are once a second until they can")]
    private partial void LogFailed(string protocol, string problem);
}
