using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>Judges the certificate that a sensor shows. Pure: time comes with the question.</summary>
public static class PeerCheck
{
    internal const string ExpiredWords = "it has expired";

    // TLS client authentication (RFC 5280, 4.2.1.12).
    internal static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    private static readonly TimeSpan RenewableFor = TimeSpan.FromDays(365);

    /// <summary>Who shows it, or why it is refused.</summary>
    public static PeerJudgement Judge(X509Certificate2? certificate, TrustBundle trusted, DateTimeOffset now) => Judge(certificate, trusted, now, now);

    /// <summary>The same for a sensor that wants a new one: its certificate may have expired within the last year.</summary>
    public static PeerJudgement JudgeForRenewal(X509Certificate2? certificate, TrustBundle trusted, DateTimeOffset now)
    {
        var expired = certificate is not null && now > certificate.NotAfter && now - certificate.NotAfter <= RenewableFor;
        return Judge(certificate, trusted, expired ? certificate!.NotAfter.AddMinutes(-1) : now, now);
    }

    private static PeerJudgement Judge(X509Certificate2? certificate, TrustBundle trusted, DateTimeOffset at, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        if (certificate is null)
            return new PeerRefused("the sensor shows no certificate: enrol it with portsentry enroll");
        if (trusted.Fault(certificate, ClientUse, at) is { } fault)
            return new PeerRefused($"the certificate of {NameOf(certificate)} is refused: {fault}{(fault == ExpiredWords ? $" on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}, {(now - certificate.NotAfter).Days} days ago" : "")}");

        return SensorIdentity.Of(certificate) is { } id
            ? new PeerAccepted(id, NameOf(certificate), certificate.NotAfter)
            : new PeerRefused("the certificate names no sensor");
    }

    private static string NameOf(X509Certificate2 certificate) => SafeText(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));

    /// <summary>What a stranger wrote ends up in a log: only harmless characters of it.</summary>
    private static string SafeText(string text) =>
        new([.. text.Take(64).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '?')]);
}
