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

    /// <summary>A sensor's certificate with its key.</summary>
    public static X509Certificate2 OfSensor(CertificateAuthority authority, DateTimeOffset? at = null, SensorId? id = null)
    {
        var request = SigningRequest.New("ignored");
        return X509Certificate2.CreateFromPem(authority.TrySign(request.RequestPem, id ?? Web1, "web1", at ?? Now)!, request.KeyPem);
    }

    /// <summary>A certificate for clients that names no sensor, signed by an authority that tests alone have.</summary>
    public static X509Certificate2 Nameless(CertificateAuthority authority)
    {
        using var issuer = X509Certificate2.CreateFromPem(authority.CertificatePem, authority.ExportKeyPem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=nobody", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request.Create(issuer, Now.AddHours(-1), Now.AddDays(1), [1, 2, 3]);
    }
}
