using System.Diagnostics;
using PortSentry.Sensor.Interop;

namespace PortSentry.Sensor.Cli;

/// <summary>Starts the sensor as a daemon: a second process of ours in a session of its own; the first returns once that one is ready, with its messages and exit code when it is not.</summary>
internal static class Detaching
{
    /// <summary>Says to the second process that it is the one.</summary>
    public const string Flag = "--detached";

    private const string Ready = "ready";

    public static async Task<int> StartAsync(CancellationToken cancel)
    {
        var arguments = Environment.GetCommandLineArgs().Skip(1).Append(Flag);
        using var daemon = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true },
        };
        daemon.Start();
        daemon.StandardInput.Close();
        var said = await daemon.StandardOutput.ReadLineAsync(cancel).ConfigureAwait(false);
        if (said == Ready)
            return ExitCode.Ok;

        await daemon.WaitForExitAsync(cancel).ConfigureAwait(false);
        return daemon.ExitCode;
    }

    /// <summary>Tells the first process that it may return.</summary>
    public static void TellReady()
    {
        Session.Begin();
        Console.Out.WriteLine(Ready);
        Console.Out.Flush();
    }
}
