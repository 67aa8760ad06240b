using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>Judges the certificate that a sensor shows. Pure: time comes with the question.</summary>
public static class PeerCheck
{
    // TLS client authentication (RFC 5280, 4.2.1.12).
    internal static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private const int LongestName = 64;

    /// <summary>Who shows it, or why it is refused.</summary>
    public static PeerJudgement Judge(X509Certificate2? certificate, TrustBundle trusted, DateTimeOffset now) => Judge(certificate, trusted, now, now);

    /// <summary>The same for a sensor that wants a new one: its certificate may have expired within the last year.</summary>
    public static PeerJudgement JudgeForRenewal(X509Certificate2? certificate, TrustBundle trusted, DateTimeOffset now)
    {
        // All but its end is judged as it was when it was good last.
        var isLate = certificate is not null && now > certificate.NotAfter && RenewalRule.IsRenewable(certificate.NotAfter, now);
        return Judge(certificate, trusted, isLate ? certificate!.NotAfter : now, now);
    }

    private static PeerJudgement Judge(X509Certificate2? certificate, TrustBundle trusted, DateTimeOffset at, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        if (certificate is null)
            return new PeerRefused(CertificateFault.Missing, "the sensor shows no certificate: enrol it with portsentry enroll");

        var name = NameOf(certificate);
        if (trusted.Examine(certificate, ClientUse, at) is { } problem)
            return new PeerRefused(problem.Fault, $"the certificate of {name} is refused: {problem.Words}{Since(problem, certificate, now)}");

        return SensorIdentity.Of(certificate) is { } id
            ? new PeerAccepted(id, name, certificate.NotAfter)
            : new PeerRefused(CertificateFault.NoIdentity, $"the certificate of {name} is refused: it names no sensor");
    }

    private static string Since(CertificateProblem problem, X509Certificate2 certificate, DateTimeOffset now) =>
        problem.Fault == CertificateFault.Expired ? $", {(now - certificate.NotAfter).Days} days ago" : "";

    /// <summary>What a stranger wrote ends up in a log: only harmless characters of it.</summary>
    private static string NameOf(X509Certificate2 certificate)
    {
        var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).Take(LongestName);
        return new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '?')]);
    }
}
