using System.Globalization;
using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Clocks;

namespace PortSentry.Sensor.Block;

/// <summary>Runs the administrator's commands and tells how they ended: of those that did not end well one at once, and then one a minute.</summary>
public sealed partial class CommandRunner(Toolbox tools, TimeProvider time, ILogger<CommandRunner> logger)
{
    // sh(1): 126 not to be executed, 127 not found.
    private const int NotFound = 127;

    private readonly Reminder _failed = new();
    private int _untold;

    /// <summary>Runs one; true when it was carried out: as in portsentry 1.2, whatever exit status it chose, unless it was not found.</summary>
    public async ValueTask<bool> RunAsync(string command, CancellationToken cancel)
    {
        var result = await tools.RunShellAsync(command, cancel).ConfigureAwait(false);
        if (result.IsGood)
            LogDone(command, result.Words);
        else
            TellFailed(command, result.Words);
        return result is { End: ProgramEnd.Ended, ExitCode: not NotFound };
    }

    private void TellFailed(string command, string words)
    {
        if (_failed.IsDue(time))
        {
            var others = Interlocked.Exchange(ref _untold, 0);
            LogNotGood(command, words, others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; nor did {others} others since that was told last"));
            return;
        }

        Interlocked.Increment(ref _untold);
        LogDone(command, words);
    }

    [LoggerMessage(5201, LogLevel.Debug, "Command ended: {Command}: {Words}")]
    private partial void LogDone(string command, string words);

    [LoggerMessage(5202, LogLevel.Warning, "Command did not end well: {Command}: {Words}{Others}")]
    private partial void LogNotGood(string command, string words, string others);
}
