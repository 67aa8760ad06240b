using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Host;

namespace PortSentry.Sensor.Block;

/// <summary>Runs the administrator's commands and tells how each ended.</summary>
public sealed partial class CommandRunner(Toolbox tools, ILogger<CommandRunner> logger)
{
    // sh(1): 126 not to be executed, 127 not found.
    private const int NotFound = 127;

    /// <summary>Runs one; true when it was carried out: as in portsentry 1.2, whatever exit status it chose, unless it was not found.</summary>
    public async ValueTask<bool> RunAsync(string command, CancellationToken cancel)
    {
        var result = await tools.RunShellAsync(command, cancel).ConfigureAwait(false);
        if (result.IsGood)
            LogDone(command, result.Words);
        else
            LogNotGood(command, result.Words);
        return result is { End: ProgramEnd.Ended, ExitCode: not NotFound };
    }

    [LoggerMessage(5201, LogLevel.Debug, "Command ended: {Command}: {Words}")]
    private partial void LogDone(string command, string words);

    [LoggerMessage(5202, LogLevel.Warning, "Command did not end well: {Command}: {Words}")]
    private partial void LogNotGood(string command, string words);
}
