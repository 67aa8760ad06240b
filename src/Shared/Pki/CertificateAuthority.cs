using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Contracts;

namespace PortSentry.Shared.Pki;

/// <summary>The fleet's own certificate authority: ECDSA on P-256, certificates of sensors and coordinators for 90 days.</summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>How long a certificate lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    private const int YearsOfAuthority = 10;
    private const int SerialLength = 16;
    private const int LongestRequest = 16 * 1024;
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private readonly X509Certificate2 _certificate;

    private CertificateAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>Its certificate, which holds no key.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_certificate.RawData);

    /// <summary>Its certificate, PEM.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The SHA-256 of its certificate.</summary>
    public string Fingerprint => Pki.Fingerprint.Of(_certificate);

    /// <summary>Makes a new one.</summary>
    public static CertificateAuthority Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var number = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest($"CN=PortSentry fleet {number}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockSkew, now.AddYears(YearsOfAuthority)));
    }

    /// <summary>Reads one that was kept; throws CryptographicException when it is damaged.</summary>
    public static CertificateAuthority Load(string certificatePem, string keyPem) => new(X509Certificate2.CreateFromPem(certificatePem, keyPem));

    /// <summary>Its private key, PEM: to be kept where nobody else reads it.</summary>
    public string ExportKeyPem()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Signs a sensor's request, of which only the key is taken; null when it is malformed or not signed by its key.</summary>
    public string? TrySign(string requestPem, SensorId id, string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(requestPem);
        if (requestPem.Length > LongestRequest || KeyOf(requestPem) is not { } key)
            return null;

        var request = new CertificateRequest(new X500DistinguishedName($"CN={name}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(SensorIdentity.Extension(id));
        using var signed = Sign(request, PeerCheck.ClientUse, now);
        return signed.ExportCertificatePem();
    }

    /// <summary>A certificate with its key for a coordinator that is known by these names and addresses.</summary>
    public X509Certificate2 IssueServer(string name, IEnumerable<string> hosts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = Sign(request, ServerCheck.ServerUse, now);
        return signed.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Sign(CertificateRequest request, Oid use, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var serial = RandomNumberGenerator.GetBytes(SerialLength);
        serial[0] &= 0x7f;
        var ends = now + Lifetime;
        return request.Create(_certificate, now - ClockSkew, ends < _certificate.NotAfter ? ends : _certificate.NotAfter, serial);
    }

    private static PublicKey? KeyOf(string requestPem)
    {
        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256);
            using var key = request.PublicKey.GetECDsaPublicKey();
            return key is { KeySize: >= 256 } ? request.PublicKey : null;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return null;
        }
    }
}
