namespace PortSentry.Coordinator.Cluster;

/// <summary>How the coordinators of one fleet find out which of them decides, and tell each other that there is news. Another engine can stand in its place.</summary>
public interface ICoordinatorCluster : IAsyncDisposable
{
    /// <summary>Takes part from now on. The calls come on any thread and must not wait.</summary>
    /// <param name="events">Who is told what happens.</param>
    /// <param name="cancel">Ends the start, not the taking part.</param>
    Task StartAsync(IClusterEvents events, CancellationToken cancel);

    /// <summary>Tells all members, this one too, that something is new; a hint that may be lost, since each looks by itself every second.</summary>
    ValueTask TellAsync(ClusterNews news, CancellationToken cancel);
}
