namespace PortSentry.Coordinator.Cluster;

/// <summary>What is new in the store.</summary>
public enum ClusterNews
{
    /// <summary>Reports or commands wait for the leader.</summary>
    Inbox = 1,

    /// <summary>Orders were appended.</summary>
    Orders = 2,

    /// <summary>A sensor was enrolled, revoked or labelled, or an authority changed.</summary>
    Sensors = 3,

    /// <summary>A command has an outcome.</summary>
    Outcomes = 4,
}
