using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Ingest;

/// <summary>That a certificate was found good, and until when that holds. Whether its sensor is revoked is asked each time all the same.</summary>
/// <param name="Peer">Whose it is.</param>
/// <param name="Trusted">Who was trusted then.</param>
/// <param name="At">When it was judged.</param>
internal sealed record AcceptedPeer(PeerAccepted Peer, TrustBundle Trusted, DateTimeOffset At)
{
    /// <summary>True while the same are trusted and it has not expired; a clock that is set back begins anew.</summary>
    public bool Holds(TrustBundle trusted, DateTimeOffset now) => ReferenceEquals(trusted, Trusted) && now >= At && now < Peer.NotAfter;
}
