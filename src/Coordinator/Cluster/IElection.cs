namespace PortSentry.Coordinator.Cluster;

/// <summary>How one of the coordinators that share a store comes to decide: the store itself says who may.</summary>
internal interface IElection
{
    /// <summary>Takes part until it is cancelled: tries for the right to decide again and again, and hands each session that has it on.</summary>
    Task RunAsync(IClusterEvents events, CancellationToken stop);
}
