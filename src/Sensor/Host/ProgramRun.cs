using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Host;

/// <summary>Runs one other program in a session of its own, so that a time limit ends all that it has started.</summary>
internal static class ProgramRun
{
    private const string SessionStarter = "/usr/bin/setsid";

    /// <summary>What goes on in the background may hold the outputs open: they are read so long after the end.</summary>
    private static readonly TimeSpan Drain = TimeSpan.FromMilliseconds(200);

    public static async ValueTask<ProgramResult> RunAsync(ProgramCall call, TimeProvider time, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(call.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var process = new Process { StartInfo = StartOf(call) };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return new ProgramResult(ProgramEnd.NotStarted, -1, "", failure.Message);
        }

        var result = await FinishAsync(process, call, time, both.Token).ConfigureAwait(false);
        cancel.ThrowIfCancellationRequested();
        return result;
    }

    private static async ValueTask<ProgramResult> FinishAsync(Process process, ProgramCall call, TimeProvider time, CancellationToken ends)
    {
        // A process leaves the streams that were asked for to those who asked.
        using var outputs = process.StandardOutput;
        using var errors = process.StandardError;
        using var drained = new CancellationTokenSource();
        var output = ReadAsync(outputs, call.LargestOutput, drained.Token);
        var complaints = ReadAsync(errors, call.LargestOutput, drained.Token);
        var hasEnded = await HasEndedAsync(process, call.Input, ends).ConfigureAwait(false);
        await using var timer = time.CreateTimer(_ => drained.Cancel(), null, Drain, Timeout.InfiniteTimeSpan);
        var (said, complained) = (await output.ConfigureAwait(false), await complaints.ConfigureAwait(false));
        return hasEnded
            ? new ProgramResult(ProgramEnd.Ended, process.ExitCode, said, complained)
            : new ProgramResult(ProgramEnd.TimedOut, -1, said, complained);
    }

    /// <summary>True when it ended by itself, false when it had to be killed.</summary>
    private static async ValueTask<bool> HasEndedAsync(Process process, string input, CancellationToken ends)
    {
        try
        {
            await WriteAsync(process.StandardInput, input, ends).ConfigureAwait(false);
            await process.WaitForExitAsync(ends).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            if (!ProcessGroup.Kill(process.Id))
                process.Kill(entireProcessTree: true);
            return false;
        }
    }

    private static ProcessStartInfo StartOf(ProgramCall call)
    {
        // It becomes the leader of its group without another process in between: setsid(1) forks only where it leads one already.
        var ownSession = File.Exists(SessionStarter);
        return new ProcessStartInfo(ownSession ? SessionStarter : call.Path, ownSession ? [call.Path, .. call.Arguments] : call.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static async Task WriteAsync(StreamWriter input, string text, CancellationToken cancel)
    {
        try
        {
            await using (input.ConfigureAwait(false))
                await input.WriteAsync(text.AsMemory(), cancel).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It reads no further; its exit status says whether it had to.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, int most, CancellationToken cancel)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        try
        {
            int count;
            while ((count = await reader.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0)
                text.Append(buffer, 0, Math.Min(count, most - text.Length));
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // What came until then is what it said.
        }

        return text.ToString();
    }
}
