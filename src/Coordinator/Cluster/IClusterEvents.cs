using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Cluster;

/// <summary>What a member of the cluster is told.</summary>
public interface IClusterEvents
{
    /// <summary>This member decides from now on, over this session; whoever gets it disposes of it, which gives the right away.</summary>
    void Elected(ILeaderSession session);

    /// <summary>Something is new in the store.</summary>
    void NewsCame(ClusterNews news);
}
