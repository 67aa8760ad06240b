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
    private const int MarkLength = 4;
    private const int LongestRequest = 16 * 1024;
    private const int LongestName = 64;
    private const string EllipticKey = "1.2.840.10045.2.1";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    private readonly X509Certificate2 _certificate;

    private CertificateAuthority(X509Certificate2 certificate) => _certificate = certificate;

    /// <summary>A copy of its certificate, without its key.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_certificate.RawData);

    /// <summary>Its certificate, PEM.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>The SHA-256 of its certificate.</summary>
    public string Fingerprint => Pki.Fingerprint.Of(_certificate);

    // The curve's name, DER (RFC 5480, 2.1.1.1): spelt-out parameters of a curve are refused, whatever they are.
    private static ReadOnlySpan<byte> P256 => [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

    /// <summary>Makes a new one.</summary>
    public static CertificateAuthority Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var mark = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, MarkLength));
        var request = new CertificateRequest(SensorIdentity.Subject($"PortSentry fleet {mark}"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockSkew, now.AddYears(YearsOfAuthority)));
    }

    /// <summary>Reads one that was kept; throws CryptographicException when it is damaged or the key is another's.</summary>
    public static CertificateAuthority Load(string certificatePem, string keyPem) => new(X509Certificate2.CreateFromPem(certificatePem, keyPem));

    /// <summary>Its private key, PEM: to be kept where nobody else reads it.</summary>
    public string ExportKeyPem()
    {
        using var key = _certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Signs a sensor's request, of which only the key is taken: identity, name and use are the coordinator's to say.</summary>
    public SigningOutcome Sign(string requestPem, SensorId id, string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(requestPem);
        ArgumentNullException.ThrowIfNull(name);
        if (now >= _certificate.NotAfter)
            return new RequestRefused("the fleet's certificate authority has expired: portsentry-coordinator ca roll makes a new one");
        if (!IsName(name))
            return new RequestRefused($"the name is none for a sensor: 1 to {LongestName} letters, digits, dots, dashes and underscores are allowed");
        if (requestPem.Length > LongestRequest || Read(requestPem) is not { } key)
            return new RequestRefused("the signing request is malformed, or not signed by its own key");
        if (!IsP256(key))
            return new RequestRefused("the signing request has a key of another kind than ECDSA on P-256");

        var request = new CertificateRequest(SensorIdentity.Subject(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(SensorIdentity.Extension(id));
        using var signed = Issue(request, PeerCheck.ClientUse, now);
        return new RequestSigned(signed.ExportCertificatePem());
    }

    /// <summary>A certificate with its key for a coordinator that is known by these host names and addresses, at least one.</summary>
    public X509Certificate2 IssueServer(string name, IEnumerable<string> hosts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(hosts);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(SensorIdentity.Subject(name), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        using var signed = Issue(request, ServerCheck.ServerUse, now);
        return signed.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private X509Certificate2 Issue(CertificateRequest request, Oid use, DateTimeOffset now)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var (begins, ends) = (now - ClockSkew, now + Lifetime);
        return request.Create(
            _certificate,
            begins > _certificate.NotBefore ? begins : _certificate.NotBefore,
            ends < _certificate.NotAfter ? ends : _certificate.NotAfter,
            NewSerial());
    }

    /// <summary>Random, positive, and of full length (RFC 5280, 4.1.2.2).</summary>
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialLength);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }

    private static PublicKey? Read(string requestPem)
    {
        try
        {
            return CertificateRequest.LoadSigningRequestPem(requestPem, HashAlgorithmName.SHA256).PublicKey;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or NotSupportedException)
        {
            // Which of them is thrown depends on the byte that is wrong.
            return null;
        }
    }

    private static bool IsP256(PublicKey key) => key.Oid.Value == EllipticKey && key.EncodedParameters is { } curve && curve.RawData.AsSpan().SequenceEqual(P256);

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= LongestName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
