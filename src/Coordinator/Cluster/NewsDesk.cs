using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Cluster;

/// <summary>Hands what the cluster says to the actors that it concerns.</summary>
internal sealed class NewsDesk(ActorRef<LeaderMessage> leader, ActorRef<BroadcastMessage> broadcast, ActorRef<DirectoryMessage> directory) : IClusterEvents
{
    /// <inheritdoc/>
    public void Elected(ILeaderSession session)
    {
        // A right to decide that nobody takes must be given back, or the fleet has no leader.
        if (!leader.Tell(new Lead(session)))
            _ = session.DisposeAsync().AsTask();
    }

    /// <inheritdoc/>
    public void NewsCame(ClusterNews news)
    {
        switch (news)
        {
            case ClusterNews.Inbox:
                leader.Tell(new WorkWaits());
                break;
            case ClusterNews.Orders:
                broadcast.Tell(new ReadOn());
                break;
            case ClusterNews.Sensors:
                directory.Tell(new ReadSensors());
                break;
            case ClusterNews.Outcomes:
                // Who waits for one looks by itself.
                break;
        }
    }
}
