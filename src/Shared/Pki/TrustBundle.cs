using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>The authorities that are trusted: one, or while it is rolled over the old one and the new. At most 16.</summary>
public sealed class TrustBundle
{
    private const int Most = 16;
    private const int LongestText = 64 * 1024;
    private const X509ChainStatusFlags Foreign = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;

    private TrustBundle(X509Certificate2Collection authorities, string text) => (Authorities, Text) = (authorities, text);

    /// <summary>Their certificates.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>Their certificates, PEM; equal bundles have equal texts.</summary>
    public string Text { get; }

    /// <summary>Reads certificates, PEM; others than authorities are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TrustBundle? bundle)
    {
        bundle = null;
        if (text is not { Length: <= LongestText })
            return false;

        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(text);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return false;
        }

        if (found.Count is 0 or > Most || !found.All(IsAuthority))
            return false;

        bundle = Of(found);
        return true;
    }

    /// <summary>A bundle of these, each once.</summary>
    public static TrustBundle Of(IEnumerable<X509Certificate2> authorities)
    {
        X509Certificate2[] certificates = [.. authorities.DistinctBy(Fingerprint.Of).OrderBy(Fingerprint.Of, StringComparer.Ordinal)];
        var sorted = new X509Certificate2Collection(certificates);
        return new TrustBundle(sorted, string.Concat(sorted.Select(authority => authority.ExportCertificatePem() + "\n")));
    }

    /// <summary>The one of this fingerprint alone, or null: what a token says is all that is trusted at first contact.</summary>
    public TrustBundle? Only(string fingerprint) => Authorities.FirstOrDefault(authority => Fingerprint.Of(authority) == fingerprint) is { } one ? Of([one]) : null;

    /// <summary>What keeps a certificate from being one that these authorities signed and that is good now for a use; null for nothing.</summary>
    internal CertificateProblem? Examine(X509Certificate2 certificate, Oid use, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = PolicyFor(use, now) };
        return chain.Build(certificate) ? null : ProblemOf(chain, certificate, now);
    }

    private static CertificateProblem ProblemOf(X509Chain chain, X509Certificate2 certificate, DateTimeOffset now)
    {
        var faults = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if ((faults & Foreign) != 0)
            return new CertificateProblem(CertificateFault.OtherAuthority, "it was signed by another authority");
        if (now < certificate.NotBefore)
            return new CertificateProblem(CertificateFault.NotYetValid, $"it is not valid before {Day(certificate.NotBefore)}: one of the two clocks is wrong");
        if (now > certificate.NotAfter)
            return new CertificateProblem(CertificateFault.Expired, $"it expired on {Day(certificate.NotAfter)}");
        return faults.HasFlag(X509ChainStatusFlags.NotValidForUsage)
            ? new CertificateProblem(CertificateFault.OtherUse, "it is not made for this use")
            : new CertificateProblem(CertificateFault.Malformed, $"it is not good: {chain.ChainStatus[0].StatusInformation.Trim()}");
    }

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private X509ChainPolicy PolicyFor(Oid use, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTime = now.LocalDateTime,
            VerificationTimeIgnored = false,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(Authorities);
        policy.ApplicationPolicy.Add(use);
        return policy;
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
}
