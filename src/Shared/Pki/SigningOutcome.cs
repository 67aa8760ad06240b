namespace PortSentry.Shared.Pki;

/// <summary>What became of a signing request.</summary>
public abstract record SigningOutcome
{
    private protected SigningOutcome()
    {
    }
}

/// <summary>It was signed.</summary>
/// <param name="CertificatePem">The certificate, PEM.</param>
public sealed record RequestSigned(string CertificatePem) : SigningOutcome;

/// <summary>It was refused.</summary>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record RequestRefused(string Reason) : SigningOutcome;
