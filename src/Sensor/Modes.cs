using System.Text;
using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>The modes at work: a detector each; those that look at the ring share it, each connect mode has sockets of its own.</summary>
internal sealed partial class Modes : IDisposable
{
    private const int DetectorMessages = 4096;

    private readonly List<KernelSockets> _sockets = [];
    private readonly DetectorLinks _links;
    private readonly Supervisor _supervisor;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<Modes> _logger;
    private readonly Reminder _missing = new();
    // Replaced whole: a mode may join while others look.
    private IReadOnlyList<RunningMode> _running = [];
    private RingCapture? _ring;
    private SensorOptions _options;
    private HostView _view;

    /// <summary>No mode yet.</summary>
    public Modes(SensorOptions options, HostView view, DetectorLinks links, Supervisor supervisor, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _view, _links, _supervisor, _time, _loggers) = (options, view, links, supervisor, time, loggers);
        _logger = loggers.CreateLogger<Modes>();
    }

    /// <summary>Each mode with its detector.</summary>
    public IReadOnlyList<RunningMode> Running => Volatile.Read(ref _running);

    /// <summary>How a mode counts under these options.</summary>
    public static DetectorSettings Counting(ProtocolMode mode, SensorOptions options) => new()
    {
        Transport = mode.Transport(),
        ScanTrigger = options.ScanTrigger,
        ScanWindow = options.ScanWindow,
        MaxSources = options.MaxSources,
        ServedPortsCount = options.ServedPortsCount,
        IsSequential = mode.IsAuto(),
        AcknowledgingBelow = mode == ProtocolMode.AutoTcp ? options.Tcp.LocalPorts.First : 0,
    };

    /// <summary>Starts a detector for each of these modes, then what it sees by; throws StartException when the kernel refuses it, and leaves nothing of them. One call at a time.</summary>
    public void Add(IReadOnlyList<ProtocolMode> modes, HostView view)
    {
        _view = view;
        List<RunningMode> added = Missing.Explained(() => modes.Select(StartDetector).ToList());
        try
        {
            var onRing = added.Where(running => !running.Mode.Binds()).Select(running => running.Lane).ToList();
            if (onRing.Count > 0)
                Missing.Explained(() => OpenRing(onRing));
            Volatile.Write(ref _running, [.. _running, .. added.Select(running => running.Mode.Binds() ? running with { Sockets = Missing.Explained(() => Bind(running)) } : running)]);
        }
        catch (StartException)
        {
            added.ForEach(running => running.Detector.Close());
            throw;
        }
    }

    /// <summary>What the ring has counted since the start; nothing where no mode looks at it.</summary>
    public CaptureCounts GetCounts() => _ring?.GetCounts() ?? default;

    /// <summary>Tells every detector.</summary>
    public void Tell(DetectorMessage message)
    {
        foreach (var running in Running)
            running.Detector.Tell(message);
    }

    /// <summary>Uses another configuration from now on.</summary>
    public void Use(SensorOptions options)
    {
        foreach (var running in Running)
        {
            running.Detector.Tell(Response(running.Mode, options));
            if (Counting(running.Mode, options) != Counting(running.Mode, _options))
                running.Detector.Tell(new CountingChanged(Counting(running.Mode, options)));
            running.Sockets?.Use(ScopeOf(running.Mode, options));
        }

        _options = options;
    }

    /// <summary>The host has changed.</summary>
    public void Watch(HostView view)
    {
        _view = view;
        foreach (var running in Running)
            running.Detector.Tell(WatchOf(running.Mode));
        try
        {
            _ring?.Watch(Scopes.Of(view, _options));
            TellMissing();
        }
        catch (SystemCallException failure)
        {
            LogFilterStays(failure.Message);
        }
    }

    /// <summary>No probe comes any more.</summary>
    public void Stop()
    {
        _ring?.Stop();
        foreach (var running in Running)
            running.Sockets?.Stop();
    }

    /// <summary>Closes the captures; the detectors must have ended.</summary>
    public void Dispose()
    {
        _ring?.Dispose();
        foreach (var running in Running)
            running.Sockets?.Dispose();
        _sockets.ForEach(sockets => sockets.Dispose());
    }

    private RunningMode StartDetector(ProtocolMode mode)
    {
        var sockets = SocketTableOf(mode);
        RunningMode? running = null;
        var lane = new ProbeLane(mode.Transport(), batch => running!.Detector.Tell(new ProbesCaptured(batch)));
        var output = new SensorOutput(mode.Name(), lane, _links);
        var detector = _supervisor.Spawn(
            mode.Name(),
            new Mailbox<DetectorMessage>(DetectorMessages),
            () => new DetectorActor(WatchOf(mode), Response(mode, _options), Counting(mode, _options), sockets, output));
        running = new RunningMode(mode, detector, lane);
        return running;
    }

    private ISocketTable SocketTableOf(ProtocolMode mode)
    {
        if (mode.Binds() || _options.ServedPortsCount)
            return new BoundSockets();

        var sockets = new KernelSockets();
        _sockets.Add(sockets);
        return sockets;
    }

    private RingCapture OpenRing(IReadOnlyList<ProbeLane> lanes)
    {
        var scope = Scopes.Of(_view, _options);
        if (_ring is null)
        {
            _ring = new RingCapture(scope, lanes, _time, _loggers.CreateLogger<RingCapture>());
            TellMissing();
            return _ring;
        }

        _ring.Watch(scope);
        _ring.Join(lanes);
        return _ring;
    }

    /// <summary>An interface that is not there is waited for, and the operator knows.</summary>
    private void TellMissing()
    {
        var missing = _ring is null ? [] : Scopes.MissingInterfaces(_options);
        if (missing.Count > 0 && _missing.IsDue(_time))
            LogMissing(string.Join(' ', missing));
        else if (missing.Count == 0 && _missing.IsOver())
            LogThereAgain();
    }

    private SocketCapture Bind(RunningMode running) =>
        new(ScopeOf(running.Mode, _options), running.Lane, Tell, _time, _loggers.CreateLogger<SocketCapture>());

    private void Tell(BindNews news)
    {
        foreach (var line in BindNotices.Of(news))
            _links.Tell(new AdminNotice(line));
    }

    private static BindScope ScopeOf(ProtocolMode mode, SensorOptions options) =>
        new(options.Watched(mode), Encoding.UTF8.GetBytes(options.PortBanner ?? ""));

    private WatchChanged WatchOf(ProtocolMode mode) => new(_view.Watches[mode], _view.Networks, _view.Protection);

    private static ResponseChanged Response(ProtocolMode mode, SensorOptions options)
    {
        var grace = mode.IsAdvanced() ? options.BootGrace - Boot.Ago() : TimeSpan.Zero;
        var keys = options.Of(mode.Transport());
        return new ResponseChanged(options.Simulate, keys is { Block: false, CommandOnly: false }, grace) { CommandOnly = keys.CommandOnly };
    }

    [LoggerMessage(9003, LogLevel.Warning, "The kernel did not take a new filter ({Problem}); the one in use stays, so ports that have become tripwires since are not watched")]
    private partial void LogFilterStays(string problem);

    [LoggerMessage(9009, LogLevel.Warning, "INTERFACES names {Names}, which this host does not have now: scans there are seen once it has")]
    private partial void LogMissing(string names);

    [LoggerMessage(9010, LogLevel.Information, "All interfaces that INTERFACES names are there")]
    private partial void LogThereAgain();
}
