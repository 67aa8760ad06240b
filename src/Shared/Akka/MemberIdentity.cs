using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using PortSentry.Shared.Pki;

namespace PortSentry.Shared.Akka;

/// <summary>Who a member is, and whom it believes.</summary>
public sealed class MemberIdentity(Func<X509Certificate2> own, Func<TrustBundle> trusted, TimeProvider time)
{
    /// <summary>Whose certificate is refused although the authority signed it; nobody's, unless somebody knows better.</summary>
    public Func<X509Certificate2, bool> IsRevoked { get; init; } = _ => false;

    /// <summary>This member's certificate, with its key.</summary>
    public X509Certificate2 Own => own();

    /// <summary>TLS with mutual certificates: whoever has none that the fleet's authority has signed gets no connection.</summary>
    public DotNettySslSetup Tls() => new(
        Own,
        suppressValidation: false,
        requireMutualAuthentication: true,
        (certificate, _, _, _, log) =>
        {
            var refusal = certificate is null ? "it shows no certificate" : Refusal(certificate);
            if (refusal is not null)
                log.Warning("A member is refused: {0}", refusal);
            return refusal is null;
        });

    /// <summary>True when it is a coordinator's, and good now: only those give orders.</summary>
    public bool IsCoordinator(X509Certificate2 certificate) => trusted().Examine(certificate, ServerCheck.ServerUse, time.GetUtcNow()) is null;

    /// <summary>A member is a sensor or a coordinator.</summary>
    private string? Refusal(X509Certificate2 certificate)
    {
        if (trusted().Examine(certificate, PeerCheck.ClientUse, time.GetUtcNow()) is { } problem && !IsCoordinator(certificate))
            return problem.Words;
        return IsRevoked(certificate) ? "it is revoked" : null;
    }
}
