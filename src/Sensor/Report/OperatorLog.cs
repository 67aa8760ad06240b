using Microsoft.Extensions.Logging;

namespace PortSentry.Sensor.Report;

/// <summary>Tells the operator what the program has to say of itself: on standard error, or in syslog once it has detached.</summary>
internal sealed class OperatorLog(TextWriter errors, Func<SyslogWriter> syslog, LogLevel least) : ILoggerProvider
{
    // Severities of RFC 3164 under facility daemon.
    private static readonly Dictionary<LogLevel, (int Severity, string Word)> Levels = new()
    {
        [LogLevel.Trace] = (7, "debug"),
        [LogLevel.Debug] = (7, "debug"),
        [LogLevel.Information] = (6, "info"),
        [LogLevel.Warning] = (4, "warning"),
        [LogLevel.Error] = (3, "error"),
        [LogLevel.Critical] = (2, "error"),
    };

    private const int Daemon = 3 << 3;

    /// <summary>True once there is no terminal any more.</summary>
    public bool IsDetached { get; set; }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private void Write(LogLevel level, string message)
    {
        var (severity, word) = Levels[level];
        if (!IsDetached)
        {
            errors.WriteLine($"portsentry: {word}: {message}");
            return;
        }

        try
        {
            // One of its own: any thread may have something to say.
            using var writer = syslog();
            writer.Send(Daemon | severity, $"{word}: {message}");
        }
        catch (IOException)
        {
            // There is nowhere left to tell it.
        }
    }

    private sealed class Logger(OperatorLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Min && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(logLevel, exception is null ? formatter(state, exception) : $"{formatter(state, exception)}: {exception}");
        }
    }

    private LogLevel Min => least;
}
