using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Running;

namespace PortSentry.Coordinator.Cli;

/// <summary><c>portsentry-coordinator serve</c>: runs the coordinator.</summary>
internal static class ServeCommand
{
    public static Command Make(CommonOptions common, TimeProvider time)
    {
        var verbose = new Option<bool>("-v", "--verbose") { Description = "say more on standard error" };
        var command = new Command("serve", "Serve the sensors of a fleet: take their reports, decide, and send orders") { verbose };
        command.SetAction((parsed, cancel) => Asking.GuardAsync(() => ServeAsync(parsed, common, parsed.GetValue(verbose), time, cancel)));
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parsed, CommonOptions common, bool verbose, TimeProvider time, CancellationToken cancel)
    {
        var options = common.Options(parsed);
        using var manager = ServiceManager.FromEnvironment(time);
        using var log = new OperatorLog(System.Console.Error, verbose ? LogLevel.Debug : LogLevel.Information);
        using var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Debug).AddProvider(log));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await using var service = await CoordinatorService.StartAsync(options, time, loggers, log, stopping.Token).ConfigureAwait(false);
            System.Console.Error.WriteLine($"portsentry-coordinator {ProductVersion.Text}: {options.Name} serving sensors at {service.Url}");
            service.BeatFor(manager);
            manager.Ready($"{options.Name} serves sensors at {service.Url}");
            await stop.Task.ConfigureAwait(false);
            return ExitCode.Ok;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return ExitCode.Ok;
        }
        catch (StoreVersionException failure)
        {
            throw new CliException(ExitCode.Missing, failure.Message, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SocketException)
        {
            throw new CliException(ExitCode.Missing, $"it cannot start: {failure.Message}", failure);
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            manager.Stopping();
            stop.TrySetResult();
            stopping.Cancel();
        }
    }
}
