using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Cluster;

/// <summary>A cluster of one, which always leads: whenever a session has ended, it gets another.</summary>
internal sealed class LocalCluster(ITransactions database, TimeProvider time) : ICoordinatorCluster
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);

    private readonly CancellationTokenSource _stop = new();
    private IClusterEvents? _events;
    private Task _leading = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(IClusterEvents events, CancellationToken cancel)
    {
        _events = events;
        _leading = LeadAsync(events);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask TellAsync(ClusterNews news, CancellationToken cancel)
    {
        _events?.NewsCame(news);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _leading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LeadAsync(IClusterEvents events)
    {
        using var ticks = new PeriodicTimer(Pace, time);
        do
        {
            var session = new LeaderSession(new SharedTransactions(database), time);
            events.Elected(session);
            await session.Ended.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        while (await ticks.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false));
    }
}
