using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PortSentry.TestKit;

/// <summary>Keeps what is logged, for tests of what operators are told.</summary>
public sealed class CollectingLogger<T> : ILogger<T>
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Text)> _lines = new();

    /// <summary>What was logged, in order.</summary>
    public IReadOnlyList<(LogLevel Level, int Id, string Text)> Lines => [.. _lines];

    /// <summary>The numbers of what was logged, in order.</summary>
    public IReadOnlyList<int> Ids => [.. _lines.Select(line => line.Id)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}
