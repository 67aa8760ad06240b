using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;

namespace PortSentry.Shared.Tests.Pki;

/// <summary>Certificates that tests start from.</summary>
internal static class Certificates
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static readonly SensorId Web1 = SensorId.Parse("0123456789abcdef");

    /// <summary>A sensor's certificate, PEM.</summary>
    public static string Sign(CertificateAuthority authority, SigningRequest request, DateTimeOffset? at = null) =>
        Assert.IsType<RequestSigned>(authority.Sign(request.RequestPem, Web1, "web1", at ?? Now)).CertificatePem;

    /// <summary>A sensor's certificate with its key.</summary>
    public static X509Certificate2 OfSensor(CertificateAuthority authority, DateTimeOffset? at = null)
    {
        var request = SigningRequest.New("ignored");
        return X509Certificate2.CreateFromPem(Sign(authority, request, at), request.KeyPem);
    }

    /// <summary>A certificate for clients with these extensions alone, signed by whoever holds the issuer's key.</summary>
    public static X509Certificate2 Forged(X509Certificate2 issuer, X500DistinguishedName issuerName, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issuerKey = issuer.GetECDsaPrivateKey()!;
        var request = new CertificateRequest("CN=forged\u0007name", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([PeerCheck.ClientUse], critical: false));
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        return request.Create(issuerName, X509SignatureGenerator.CreateForECDsa(issuerKey), Now.AddHours(-1), Now.AddDays(1), [1, 2, 3]);
    }

    /// <summary>The authority's certificate with its key.</summary>
    public static X509Certificate2 WithKey(CertificateAuthority authority) => X509Certificate2.CreateFromPem(authority.CertificatePem, authority.ExportKeyPem());
}
