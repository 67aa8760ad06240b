using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Contracts;

namespace PortSentry.Shared.Pki;

/// <summary>Takes an authority of the operator's own for the fleet's. It must be a root: whoever trusted one that another signed would trust all that the other signs.</summary>
public static class AuthorityImport
{
    private const int LongestText = 64 * 1024;

    // RFC 5280, 4.2.1.10: whom it may not sign for would show only when that one is signed for.
    private const string NameConstraints = "2.5.29.30";

    // secp256r1, secp384r1 and secp521r1 (RFC 5480, 2.1.1.1), which every host's TLS library knows.
    private static readonly string?[] Curves = ["1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35"];

    // Sensors renew with a month left, and may have been away.
    private static readonly TimeSpan LeastLeft = TimeSpan.FromDays(180);

    /// <summary>Reads its certificate and private key, PEM, from one text; else says in one sentence why it cannot be the fleet's. What it signs is judged as the fleet judges it.</summary>
    public static bool TryRead(string pem, DateTimeOffset now, [NotNullWhen(true)] out CertificateAuthority? authority, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        (authority, problem) = (null, "no authority is read: its certificate and its private key are wanted, PEM, the key without a password");
        if (pem.Length > LongestText)
            return false;

        CertificateAuthority? read = null;
        try
        {
            read = CertificateAuthority.Load(pem, pem);
            problem = ProblemOf(read, now);
        }
        catch (Exception failure) when (failure is CryptographicException or NotSupportedException)
        {
            // Said already; the latter where the key names a curve that nobody here knows.
        }

        if (problem is null)
            authority = read;
        else
            read?.Dispose();
        return authority is not null;
    }

    private static string? ProblemOf(CertificateAuthority authority, DateTimeOffset now)
    {
        using var certificate = authority.Certificate;
        using var key = certificate.GetECDsaPublicKey();
        if (key is null || !Curves.Contains(key.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value))
            return "the authority has a key of another kind than ECDSA on P-256, P-384 or P-521";
        if (!certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData))
            return "the authority was signed by another one; allowed: a root, which signed itself";
        if (!TrustBundle.TryParse(authority.CertificatePem, out var trusted))
            return "the certificate is none of an authority: its basic constraints do not say so";
        if (certificate.Extensions.Any(extension => extension.Oid?.Value == NameConstraints))
            return "the authority may sign for some names only; allowed: one without name constraints";
        if (now < certificate.NotBefore || certificate.NotAfter - now < LeastLeft)
            return string.Create(CultureInfo.InvariantCulture, $"the authority is good from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; allowed: one that is good now and for another {LeastLeft.Days} days");

        try
        {
            return TrialProblem(authority, trusted, now);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or InvalidOperationException)
        {
            // It lacks what a signer's certificate needs, such as the leave to sign or a key identifier.
            return $"the authority cannot sign for a fleet: {failure.Message}";
        }
    }

    private static string? TrialProblem(CertificateAuthority authority, TrustBundle trusted, DateTimeOffset now)
    {
        using var server = authority.IssueServer("trial", ["trial.example"], now);
        if (authority.Sign(SigningRequest.New("trial").RequestPem, SensorId.New(), "trial", now) is not RequestSigned signed)
            return "the authority cannot sign for a fleet";

        using var sensor = X509Certificate2.CreateFromPem(signed.CertificatePem);
        return (trusted.Examine(server, ServerCheck.ServerUse, now) ?? trusted.Examine(sensor, PeerCheck.ClientUse, now)) is { } refused
            ? $"what the authority signs would be refused: {refused.Words}"
            : null;
    }
}
