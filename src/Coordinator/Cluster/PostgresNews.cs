using System.Net.Sockets;
using Npgsql;
using PortSentry.Coordinator.Store.Postgres;

namespace PortSentry.Coordinator.Cluster;

/// <summary>Listens for what members tell. Connects again when it is cut off, with growing pauses, and then tells all kinds of news once: some may have been missed.</summary>
internal sealed partial class PostgresNews(string connectionString, TimeProvider time, ILogger logger)
{
    /// <summary>The channel that members tell each other on.</summary>
    public const string Channel = "portsentry_news";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private bool _isAway;

    /// <summary>Listens until it is cancelled.</summary>
    public async Task RunAsync(IClusterEvents events, CancellationToken stop)
    {
        using var pauses = new PeriodicTimer(ShortestPause, time);
        do
        {
            try
            {
                await ListenAsync(events, pauses, stop).ConfigureAwait(false);
            }
            catch (Exception failure) when (failure is NpgsqlException or SocketException)
            {
                if (!_isAway)
                    LogAway(failure.Message);
                _isAway = true;
            }

            pauses.Period = pauses.Period * 2 < LongestPause ? pauses.Period * 2 : LongestPause;
        }
        while (await pauses.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }

    private async Task ListenAsync(IClusterEvents events, PeriodicTimer pauses, CancellationToken stop)
    {
        await using var connection = new NpgsqlConnection(PostgresSettings.ForListening(connectionString));
        connection.Notification += (_, told) =>
        {
            if (Enum.TryParse<ClusterNews>(told.Payload, out var news))
                events.NewsCame(news);
        };
        await connection.OpenAsync(stop).ConfigureAwait(false);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
            await listen.ExecuteNonQueryAsync(stop).ConfigureAwait(false);

        (_isAway, pauses.Period) = (false, ShortestPause);
        foreach (var news in Enum.GetValues<ClusterNews>())
            events.NewsCame(news);
        while (true)
            await connection.WaitAsync(stop).ConfigureAwait(false);
    }

    [LoggerMessage(3111, LogLevel.Warning, "News of other members do not come at once: {Problem}; trying on")]
    private partial void LogAway(string problem);
}
