using System.CommandLine;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Cli.Control;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Interop;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Running;

namespace PortSentry.Sensor.Cli;

/// <summary><c>portsentry -stcp</c> and the like: runs the sensor.</summary>
internal sealed class RunCommand(CommonOptions common, TimeProvider time)
{
    private readonly ModeFlags _modes = new();
    private readonly V2Flags _v2 = new();
    private readonly Option<bool> _foreground = new("--foreground") { Description = "stay in front; a classic mode flag alone detaches" };
    private readonly Option<bool> _daemon = new("-D", "--daemon") { Description = "detach, and return when the sensor is ready" };
    private readonly Option<bool> _verbose = new("-v", "--verbose") { Description = "say more on standard error" };
    private readonly Option<bool> _debug = new("-d", "--debug") { Description = "say all there is to say on standard error" };
    private readonly Option<bool> _detached = new(Detaching.Flag) { Hidden = true };

    public void AddTo(RootCommand root)
    {
        foreach (var option in _modes.Options.Concat([_foreground, _daemon, .. _v2.Options, _verbose, _debug, _detached]))
            root.Options.Add(option);
        root.SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        try
        {
            var flags = _modes.Of(parsed);
            var start = Read(parsed, flags, _v2.Of(parsed, flags.Count > 0));
            var detaches = parsed.GetValue(_daemon) || (flags.Count > 0 && !parsed.GetValue(_foreground));
            if (detaches && flags.Count == 1 && !parsed.GetValue(_detached) && await Joining.TryAsync(start, cancel).ConfigureAwait(false))
                return ExitCode.Ok;
            return detaches && !parsed.GetValue(_detached)
                ? await Detaching.StartAsync(cancel).ConfigureAwait(false)
                : await ServeAsync(start, parsed.GetValue(_detached), LeastOf(parsed), cancel).ConfigureAwait(false);
        }
        catch (StartException failure)
        {
            return Output.Fail(failure.ExitCode, failure.Message);
        }
    }

    private StartOptions Read(ParseResult parsed, IReadOnlyList<ProtocolMode> classic, StartFlags flags)
    {
        var file = Path.GetFullPath(parsed.GetRequiredValue(common.ConfigFile));
        var result = ConfigReader.ReadFile(file, ModeChoice.DialectOf(flags));
        if (result.HasErrors)
            throw new StartException(ExitCode.BadUsage, Told(result.Issues));

        var options = flags.ApplyHere(result.Options);
        var modes = ModeChoice.Of([.. classic, .. _v2.Modes(parsed, options)], options, result.Dialect);
        List<ConfigIssue> issues = [.. result.Issues, .. ConfigChecks.Of(file, options, modes)];
        if (issues.Exists(issue => issue.IsError))
            throw new StartException(ExitCode.BadUsage, Told(issues));

        var isDetached = parsed.GetValue(_detached);
        if (!isDetached)
            Warn(_v2.Doubts(parsed), issues);
        return new StartOptions(file, modes, options, isDetached ? null : Terminal())
        {
            Flags = flags,
            Dialect = result.Dialect,
            Output = isDetached ? null : Console.Out,
        };
    }

    private static void Warn(IEnumerable<string> doubts, List<ConfigIssue> issues)
    {
        foreach (var doubt in doubts)
            Console.Error.WriteLine($"portsentry: warning: {doubt}");
        issues.ForEach(issue => Console.Error.WriteLine(issue));
    }

    private LogLevel LeastOf(ParseResult parsed)
    {
        if (parsed.GetValue(_debug))
            return LogLevel.Trace;
        return parsed.GetValue(_verbose) ? LogLevel.Debug : LogLevel.Information;
    }

    /// <summary>A terminal gets a readable line an event; so does a container's log, where there is no syslog.</summary>
    private static TextWriter? Terminal() =>
        !Console.IsOutputRedirected || !File.Exists(SyslogWriter.DefaultSocket) ? Console.Out : null;

    private async Task<int> ServeAsync(StartOptions start, bool detached, LogLevel least, CancellationToken cancel)
    {
        using var log = new OperatorLog(Console.Error, () => new SyslogWriter(SyslogWriter.DefaultSocket, time), least);
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var cancelled = cancel.Register(() => stop.TrySetResult());
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));

        using var manager = ServiceManager.FromEnvironment(time);
        WorkerThreads.Begin();
        await using var service = await SensorService.StartAsync(start, time, loggers).ConfigureAwait(false);
        var desk = new ControlDesk(service, manager);
        await using var server = Listen(start, desk, loggers);
        using var reload = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Reload(signal, desk, loggers));
        Say(start, detached, log);
        service.BeatFor(manager);
        manager.Ready(Watching(start));
        await stop.Task.ConfigureAwait(false);
        manager.Stopping();
        service.Reports.Tell(new AdminNotice("securityalert: PortSentry is shutting down"));
        service.Reports.Tell(new AdminNotice("adminalert: PortSentry is shutting down"));
        return ExitCode.Ok;
    }

    private ControlServer Listen(StartOptions start, ControlDesk desk, ILoggerFactory loggers)
    {
        try
        {
            return new ControlServer(start.Options.ControlSocket, desk.AnswerAsync, time, loggers.CreateLogger<ControlServer>());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException)
        {
            throw new StartException(ExitCode.Missing, $"the control socket {start.Options.ControlSocket} cannot be made ({failure.Message}); set CONTROL_SOCKET to a path that can be written", failure);
        }
    }

    private static void Say(StartOptions start, bool detached, OperatorLog log)
    {
        if (detached)
        {
            Detaching.TellReady();
            Session.CloseStandardStreams();
            log.IsDetached = true;
        }
        else
        {
            Console.Error.WriteLine($"portsentry {ProductVersion.Text}: {Watching(start)}");
        }
    }

    private static string Watching(StartOptions start) => $"{(start.Modes.Count == 1 ? "mode" : "modes")} {string.Join(" and ", start.Modes.Select(mode => mode.Name()))}, watching";

    private static void Stop(PosixSignalContext signal, TaskCompletionSource stop)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }

    private static void Reload(PosixSignalContext signal, ControlDesk desk, ILoggerFactory loggers)
    {
        signal.Cancel = true;
        var reply = desk.Reload();
        ReloadLog.Tell(loggers.CreateLogger<RunCommand>(), reply.Error, reply.Reloaded);
    }

    private static string Told(IEnumerable<ConfigIssue> issues) => string.Join('\n', issues.Select(issue => issue.ToString()));
}
