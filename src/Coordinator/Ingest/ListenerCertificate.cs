using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Ingest;

/// <summary>What this coordinator shows to sensors: a certificate of the fleet's authority for its names and addresses, made when it starts and again when a third of its time is over or the authority is another; its key is never written down.</summary>
internal sealed class ListenerCertificate(FleetAuthorities authorities, string name, IReadOnlyList<string> hosts, TimeProvider time)
{
    private static readonly TimeSpan GoodFor = CertificateAuthority.Lifetime / 3;

    private volatile Shown? _shown;

    /// <summary>The certificate, with its key.</summary>
    public X509Certificate2 Certificate => Context.TargetCertificate;

    /// <summary>For the TLS handshake.</summary>
    public SslStreamCertificateContext Context
    {
        get
        {
            var (now, authority) = (time.GetUtcNow(), authorities.Listening);
            // Two handshakes at the same moment may both make one: either is good. One made while the clock was ahead is good for nobody.
            if (_shown is not { } shown || shown.Authority != authority.Fingerprint || now - shown.At > GoodFor || now < shown.At)
                _shown = shown = new Shown(authority.Fingerprint, now, SslStreamCertificateContext.Create(authority.IssueServer(name, hosts, now), null, offline: true));
            return shown.Context;
        }
    }

    private sealed record Shown(string Authority, DateTimeOffset At, SslStreamCertificateContext Context);
}
