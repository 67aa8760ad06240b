using System.ComponentModel;
using System.Diagnostics;

namespace PortSentry.Sensor.Host;

/// <summary>Runs other programs: an argument list, a time limit, a checked exit status; never a shell.</summary>
internal static class Programs
{
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The program's standard output; null when it is not installed, failed, or took too long.</summary>
    public static async ValueTask<string?> TryRunAsync(string program, IReadOnlyList<string> arguments, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        var path = Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        if (path is null)
            return null;

        using var limit = new CancellationTokenSource(patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var process = new Process { StartInfo = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
            // A process leaves the streams that were asked for to those who asked.
            using var outputs = process.StandardOutput;
            using var errors = process.StandardError;
            var ignored = errors.ReadToEndAsync(both.Token);
            var output = await outputs.ReadToEndAsync(both.Token).ConfigureAwait(false);
            await ignored.ConfigureAwait(false);
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            return process.ExitCode == 0 ? output : null;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
