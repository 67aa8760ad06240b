using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Lets enrolled sensors in, and says to the others, and in the log at most once a minute an address, why not.</summary>
internal sealed class LinkGate(SensorDirectory directory, FleetAuthorities authorities, IStore store, RefusalLog refusals, TimeProvider time)
{
    // A certificate object is one connection's: its signature is checked once for all requests that come over it.
    private readonly ConditionalWeakTable<X509Certificate2, AcceptedPeer> _accepted = [];

    /// <summary>Whom sensors are to trust, PEM.</summary>
    public string Authorities => authorities.Trusted.Text;

    /// <summary>The sensor that asks; throws LinkRefusedException when it is none of ours.</summary>
    public Task<SensorPeer> RequireAsync(HttpContext http) => RequireAsync(http.Connection.ClientCertificate, http.Connection.RemoteIpAddress, http.RequestAborted);

    /// <summary>The same for one that asks for a new certificate: its own may have expired.</summary>
    public Task<SensorPeer> RequireForRenewalAsync(HttpContext http) =>
        RequireAsync(PeerCheck.JudgeForRenewal(http.Connection.ClientCertificate, authorities.Trusted, time.GetUtcNow()), http.Connection.RemoteIpAddress, http.RequestAborted);

    /// <summary>The sensor that shows a certificate; throws LinkRefusedException when it is none of ours.</summary>
    public Task<SensorPeer> RequireAsync(X509Certificate2? certificate, IPAddress? from, CancellationToken gone) => RequireAsync(Judge(certificate), from, gone);

    /// <summary>Refuses, and tells it.</summary>
    public LinkRefusedException Refusal(IPAddress? from, string why)
    {
        refusals.Tell(from, why);
        return LinkRefusedException.Forbidden(why);
    }

    /// <summary>Whose certificate that is, or why it is refused.</summary>
    public PeerJudgement Judge(X509Certificate2? certificate)
    {
        var (trusted, now) = (authorities.Trusted, time.GetUtcNow());
        if (certificate is not null && _accepted.TryGetValue(certificate, out var known) && known.Holds(trusted, now))
            return known.Peer;

        var judgement = PeerCheck.Judge(certificate, trusted, now);
        if (judgement is PeerAccepted peer)
            _accepted.AddOrUpdate(certificate!, new AcceptedPeer(peer, trusted, now));
        return judgement;
    }

    /// <summary>True when it is a sensor's that is known to be revoked.</summary>
    public bool IsRevoked(X509Certificate2 certificate) => Judge(certificate) is PeerAccepted peer && directory.Find(peer.Id) is { RevokedAt: not null };

    private async Task<SensorPeer> RequireAsync(PeerJudgement judgement, IPAddress? from, CancellationToken gone)
    {
        if (judgement is not PeerAccepted accepted)
            throw Refusal(from, ((PeerRefused)judgement).Reason);

        // One that was enrolled through another member a moment ago is not in the directory yet.
        var sensor = directory.Find(accepted.Id) ?? await store.FindSensorAsync(accepted.Id, gone).ConfigureAwait(false);
        return sensor switch
        {
            null => throw Refusal(from, $"no sensor {accepted.Id} ({accepted.Name}) is enrolled in this fleet: enrol it again"),
            { RevokedAt: { } at } => throw Refusal(from, $"{sensor.Name} was revoked on {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC"),
            _ => new SensorPeer(sensor.Id, sensor.Name, sensor.Labels),
        };
    }
}
