using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor;

/// <summary>The modes at work: a detector each, and the capture they share.</summary>
internal sealed partial class Modes : IDisposable
{
    private const int DetectorMessages = 4096;

    private readonly List<RunningMode> _running = [];
    private readonly List<KernelSockets> _sockets = [];
    private readonly ILogger<Modes> _logger;
    private readonly RingCapture _capture;
    private SensorOptions _options;
    private HostView _view;

    /// <summary>Starts a detector for each mode, then the capture; throws StartException when the kernel refuses it.</summary>
    public Modes(IEnumerable<ProtocolMode> modes, SensorOptions options, HostView view, DetectorLinks links, Supervisor supervisor, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _view, _logger) = (options, view, loggers.CreateLogger<Modes>());
        foreach (var mode in modes)
            _running.Add(Start(mode, links, supervisor));
        _capture = Missing.Explained(() => new RingCapture(
            Scopes.Of(view, options), [.. _running.Select(running => running.Lane)], time, loggers.CreateLogger<RingCapture>()));
    }

    /// <summary>Each mode with its detector.</summary>
    public IReadOnlyList<RunningMode> Running => _running;

    /// <summary>Where probes come from.</summary>
    public ICapture Capture => _capture;

    /// <summary>How a mode counts under these options.</summary>
    public static DetectorSettings Counting(ProtocolMode mode, SensorOptions options) => new()
    {
        Transport = mode.Transport(),
        ScanTrigger = options.ScanTrigger,
        ScanWindow = options.ScanWindow,
        MaxSources = options.MaxSources,
    };

    /// <summary>Tells every detector.</summary>
    public void Tell(DetectorMessage message)
    {
        foreach (var running in _running)
            running.Detector.Tell(message);
    }

    /// <summary>Uses another configuration from now on.</summary>
    public void Use(SensorOptions options)
    {
        foreach (var (mode, detector, _) in _running)
        {
            detector.Tell(Response(mode, options));
            if (Counting(mode, options) != Counting(mode, _options))
                detector.Tell(new CountingChanged(Counting(mode, options)));
        }

        _options = options;
    }

    /// <summary>The host has changed.</summary>
    public void Watch(HostView view)
    {
        _view = view;
        foreach (var (mode, detector, _) in _running)
            detector.Tell(WatchOf(mode));
        try
        {
            _capture.Watch(Scopes.Of(view, _options));
        }
        catch (SystemCallException failure)
        {
            LogFilterStays(failure.Message);
        }
    }

    /// <summary>No probe comes any more.</summary>
    public void Stop() => _capture.Stop();

    /// <summary>Closes the capture; the detectors must have ended.</summary>
    public void Dispose()
    {
        _capture.Dispose();
        _sockets.ForEach(sockets => sockets.Dispose());
    }

    private RunningMode Start(ProtocolMode mode, DetectorLinks links, Supervisor supervisor)
    {
        var sockets = new KernelSockets();
        _sockets.Add(sockets);
        RunningMode? running = null;
        var lane = new ProbeLane(mode.Transport(), batch => running!.Detector.Tell(new ProbesCaptured(batch)));
        var output = new SensorOutput(mode.Name(), lane, links);
        var detector = supervisor.Spawn(
            mode.Name(),
            new Mailbox<DetectorMessage>(DetectorMessages),
            () => new DetectorActor(WatchOf(mode), Response(mode, _options), Counting(mode, _options), sockets, output));
        running = new RunningMode(mode, detector, lane);
        return running;
    }

    private WatchChanged WatchOf(ProtocolMode mode) => new(_view.Watches[mode], _view.Networks, _view.Protection);

    private static ResponseChanged Response(ProtocolMode mode, SensorOptions options)
    {
        var grace = mode.IsAdvanced() ? options.BootGrace - Boot.Ago() : TimeSpan.Zero;
        var keys = options.Of(mode.Transport());
        return new ResponseChanged(options.Simulate, keys is { Block: false, CommandOnly: false }, grace) { CommandOnly = keys.CommandOnly };
    }

    [LoggerMessage(9003, LogLevel.Warning, "The kernel did not take a new filter ({Problem}); the one in use stays, so ports that have become tripwires since are not watched")]
    private partial void LogFilterStays(string problem);
}
