namespace PortSentry.Coordinator.Cluster;

/// <summary>A cluster of one.</summary>
internal sealed class LocalCluster(IElection election) : ICoordinatorCluster
{
    private readonly CancellationTokenSource _stop = new();
    private IClusterEvents? _events;
    private Task _leading = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(IClusterEvents events, CancellationToken cancel)
    {
        _events = events;
        _leading = election.RunAsync(events, _stop.Token);
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
}
