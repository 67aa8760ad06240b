using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Akka;

namespace PortSentry.Coordinator.Akka;

/// <summary>What a coordinator's member is made of.</summary>
/// <param name="Name">The coordinator's name.</param>
/// <param name="Host">Where others reach it.</param>
/// <param name="Operators">What the operator says of the cluster, HOCON.</param>
/// <param name="Identity">Who it is, and whom it believes.</param>
/// <param name="Store">Where the coordinators find each other.</param>
/// <param name="Election">Which of them may decide.</param>
/// <param name="Events">Who is told what happens.</param>
/// <param name="Services">What sensors are served by.</param>
internal sealed record MemberParts(
    string Name, string Host, string Operators, MemberIdentity Identity, IStore Store, IElection Election, IClusterEvents Events, LinkServices Services);
