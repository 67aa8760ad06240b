using Microsoft.Extensions.Logging;

namespace PortSentry.Sensor.Cli;

/// <summary>Tells what came of a reload by SIGHUP.</summary>
internal static partial class ReloadLog
{
    public static void Tell(ILogger logger, string? error, IReadOnlyList<string>? doubts)
    {
        if (error is not null)
            Refused(logger, error);
        else
            Reloaded(logger, string.Join("; ", doubts ?? []));
    }

    [LoggerMessage(8101, LogLevel.Error, "{Problem}")]
    private static partial void Refused(ILogger logger, string problem);

    [LoggerMessage(8102, LogLevel.Information, "The configuration is in use. {Doubts}")]
    private static partial void Reloaded(ILogger logger, string doubts);
}
