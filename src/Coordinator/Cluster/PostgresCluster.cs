using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Cluster;

/// <summary>The coordinators that share one PostgreSQL database: an advisory lock there says who leads, and notifications carry the news.</summary>
internal sealed class PostgresCluster(string connectionString, ITransactions database, IElection election, TimeProvider time, ILogger<PostgresCluster> logger) : ICoordinatorCluster
{
    private readonly CancellationTokenSource _stop = new();
    private Task _takingPart = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(IClusterEvents events, CancellationToken cancel)
    {
        _takingPart = Task.WhenAll(
            election.RunAsync(events, _stop.Token),
            new PostgresNews(connectionString, time, logger).RunAsync(events, _stop.Token));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask TellAsync(ClusterNews news, CancellationToken cancel)
    {
        try
        {
            await database.WriteAsync(
                sql => sql.ExecuteAsync("select pg_notify(@Channel, @told)", new { PostgresNews.Channel, told = news.ToString() }),
                cancel).ConfigureAwait(false);
        }
        catch (StoreUnavailableException)
        {
            // A hint only: each member looks by itself every second.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _takingPart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
