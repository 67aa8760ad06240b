using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Event;
using Microsoft.Extensions.Logging;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace PortSentry.Shared.Akka;

/// <summary>Hands what Akka logs to the program's log.</summary>
public sealed partial class AkkaLog : ReceiveActor
{
    /// <summary>A logger that finds the program's in the actor system's setup.</summary>
    public AkkaLog()
    {
        var logger = Context.System.Settings.Setup.Get<AkkaLogSetup>().Value.Logger;
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(happened => Write(logger, happened));
    }

    private static void Write(ILogger logger, LogEvent happened)
    {
        var level = happened switch
        {
            Error or Warning => LogLevel.Warning,
            Info => LogLevel.Debug,
            _ => LogLevel.Trace,
        };
        if (!logger.IsEnabled(level))
            return;

        var what = $"{happened.Message}{(happened.Cause is { } cause ? $": {cause.Message}" : "")}";
        LogHappened(logger, level, happened.LogSource, what);
    }

    [LoggerMessage(EventId = 7446, Message = "Akka, {Source}: {What}")]
    private static partial void LogHappened(ILogger logger, LogLevel level, string source, string what);
}

/// <summary>Where an actor system logs.</summary>
public sealed class AkkaLogSetup(ILogger logger) : Setup
{
    /// <summary>The program's log.</summary>
    public ILogger Logger => logger;
}
