using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>A new key and the request to have it signed.</summary>
/// <param name="KeyPem">The private key, PEM: it never leaves the host.</param>
/// <param name="RequestPem">The certificate signing request, PEM.</param>
public sealed record SigningRequest(string KeyPem, string RequestPem)
{
    /// <summary>Makes one, for a sensor of this name.</summary>
    public static SigningRequest New(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(SensorIdentity.Subject(name), key, HashAlgorithmName.SHA256);
        return new SigningRequest(key.ExportPkcs8PrivateKeyPem(), request.CreateSigningRequestPem());
    }

    /// <summary>Never the key: this may end up in a log.</summary>
    public override string ToString() => nameof(SigningRequest);
}
