using PortSentry.Coordinator.Broadcast;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Ingest;

/// <summary>An engine that carries sensors' links beside HTTPS.</summary>
internal interface ILinkEngine
{
    /// <summary>Serves sensors from now on.</summary>
    Task ServeAsync(LinkServices services, CancellationToken cancel);
}

/// <summary>What sensors are served by.</summary>
/// <param name="Gate">Lets enrolled sensors in.</param>
/// <param name="Reports">Takes their reports.</param>
/// <param name="Streams">Tells them orders.</param>
/// <param name="Broadcast">The owner of the orders' feed.</param>
/// <param name="Certificate">What this coordinator shows.</param>
/// <param name="Authorities">Whom all of them trust.</param>
internal sealed record LinkServices(
    LinkGate Gate, ReportDesk Reports, StreamDesk Streams, ActorRef<BroadcastMessage> Broadcast, ListenerCertificate Certificate, FleetAuthorities Authorities);
