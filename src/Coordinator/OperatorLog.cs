namespace PortSentry.Coordinator;

/// <summary>Tells the operator on standard error what the program has to say of itself, a line each.</summary>
internal sealed class OperatorLog(TextWriter errors, LogLevel least) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(errors, least);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Logger(TextWriter errors, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;

            var words = $"portsentry-coordinator: {WordOf(logLevel)}: {formatter(state, exception)}";
            errors.WriteLine(exception is null ? words : $"{words}: {exception}");
        }

        private static string WordOf(LogLevel level) => level switch
        {
            LogLevel.Error or LogLevel.Critical => "error",
            LogLevel.Warning => "warning",
            LogLevel.Information => "info",
            _ => "debug",
        };
    }
}
