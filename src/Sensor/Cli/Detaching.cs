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
            // Nothing of the daemon's may hold on to what whoever started us reads from.
            StartInfo = new ProcessStartInfo(Environment.ProcessPath!, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        daemon.Start();
        daemon.StandardInput.Close();
        while (await daemon.StandardError.ReadLineAsync(cancel).ConfigureAwait(false) is { } said)
        {
            if (said == Ready)
                return ExitCode.Ok;
            Console.Error.WriteLine(said);
        }

        await daemon.WaitForExitAsync(cancel).ConfigureAwait(false);
        return daemon.ExitCode;
    }

    /// <summary>Tells the first process that it may return.</summary>
    public static void TellReady()
    {
        Session.Begin();
        Console.Error.WriteLine(Ready);
    }
}
