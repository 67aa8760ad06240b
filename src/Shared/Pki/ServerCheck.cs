using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>Judges the certificate that a coordinator shows by the authorities a sensor trusts. Keeps the reason of the last refusal, since the TLS library does not tell it.</summary>
/// <remarks>
/// The coordinator shows its own certificate alone: .NET leaves a self-signed root out of what a server sends
/// (SslStreamCertificateContext.Create), as RFC 8446, 4.4.2 allows. So a sensor that has nothing but a token first asks
/// for the authorities, believing nothing, and trusts the one that the token's fingerprint picks (<see cref="TrustBundle.Only"/>).
/// </remarks>
public sealed class ServerCheck(Func<TrustBundle> trusted, TimeProvider time)
{
    // TLS server authentication (RFC 5280, 4.2.1.12).
    internal static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Why the last certificate was refused, in one sentence; null when it was not.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>What a TLS client asks; the name it compares is the one that the client connects to.</summary>
    public RemoteCertificateValidationCallback Callback => (_, certificate, _, errors) =>
    {
        LastRefusal = certificate is X509Certificate2 shown ? Refusal(shown, errors) : "the coordinator shows no certificate";
        return LastRefusal is null;
    };

    private string? Refusal(X509Certificate2 certificate, SslPolicyErrors errors)
    {
        if (trusted().Examine(certificate, ServerUse, time.GetUtcNow()) is { } problem)
            return $"the coordinator's certificate is refused: {problem.Words}";
        return errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? "the coordinator's certificate is for another name: the URL must have a name or address that sensors.advertise lists"
            : null;
    }
}
