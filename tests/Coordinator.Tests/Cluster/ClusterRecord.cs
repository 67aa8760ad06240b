using System.Collections.Concurrent;
using PortSentry.Coordinator.Cluster;

namespace PortSentry.Coordinator.Tests.Cluster;

/// <summary>A cluster that elects nobody and keeps what its members tell.</summary>
internal sealed class ClusterRecord : ICoordinatorCluster
{
    private readonly ConcurrentQueue<ClusterNews> _told = new();

    /// <summary>What was told, in order.</summary>
    public IReadOnlyList<ClusterNews> Told => [.. _told];

    public Task StartAsync(IClusterEvents events, CancellationToken cancel) => Task.CompletedTask;

    public ValueTask TellAsync(ClusterNews news, CancellationToken cancel)
    {
        _told.Enqueue(news);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
