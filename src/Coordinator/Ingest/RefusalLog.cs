using System.Collections.Concurrent;
using System.Net;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Tells who was refused and why, at most once a minute an address, so that a stranger cannot fill the log. Bounded: with more addresses than it holds it forgets them all.</summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private const int MaxAddresses = 4096;
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, DateTimeOffset> _told = new();

    /// <summary>Tells it, or not.</summary>
    public void Tell(IPAddress? from, string why)
    {
        var address = from ?? IPAddress.None;
        if (!IsDue(address, time.GetUtcNow()))
            return;

        if (_told.Count > MaxAddresses)
            _told.Clear();
        LogRefused(address.ToString(), why);
    }

    // The reason does not count: it quotes what strangers write into their certificates.
    private bool IsDue(IPAddress address, DateTimeOffset now) => _told.TryGetValue(address, out var told)
        ? (now - told).Duration() >= TellAgainAfter && _told.TryUpdate(address, now, told)
        : _told.TryAdd(address, now);

    [LoggerMessage(3407, LogLevel.Warning, "A sensor at {Address} is refused: {Why}")]
    private partial void LogRefused(string address, string why);
}
