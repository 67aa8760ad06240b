using PortSentry.Shared.Contracts;

namespace PortSentry.Shared.Pki;

/// <summary>What a certificate is worth.</summary>
public abstract record PeerJudgement
{
    private protected PeerJudgement()
    {
    }
}

/// <summary>It is a sensor's.</summary>
/// <param name="Id">The sensor's identity.</param>
/// <param name="Name">Its name when the certificate was made.</param>
/// <param name="NotAfter">When it expires.</param>
public sealed record PeerAccepted(SensorId Id, string Name, DateTimeOffset NotAfter) : PeerJudgement;

/// <summary>It is refused.</summary>
/// <param name="Fault">The kind of reason.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record PeerRefused(CertificateFault Fault, string Reason) : PeerJudgement;
