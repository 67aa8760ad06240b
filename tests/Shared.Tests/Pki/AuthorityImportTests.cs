using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Pki;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class AuthorityImportTests
{
    private static readonly X509BasicConstraintsExtension Authority = new(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true);
    private static readonly X509KeyUsageExtension Signs = new(X509KeyUsageFlags.KeyCertSign, critical: true);

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    public void Root_of_the_operators_own_signs_what_the_fleet_takes(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));

        Assert.True(AuthorityImport.TryRead(Root(key), Now, out var authority, out var problem), problem);

        using var sensor = OfSensor(authority);
        Assert.IsType<PeerAccepted>(PeerCheck.Judge(sensor, TrustBundle.Of([authority.Certificate]), Now));
        Assert.Equal("CN=Example fleet", authority.Certificate.Subject);
        authority.Dispose();
    }

    [Fact]
    public void Authority_that_was_made_here_may_come_again()
    {
        using var made = CertificateAuthority.Create(Now);

        Assert.True(AuthorityImport.TryRead(made.ExportKeyPem() + "\n" + made.CertificatePem, Now, out var authority, out var problem), problem);

        Assert.Equal(made.Fingerprint, authority.Fingerprint);
        authority.Dispose();
    }

    [Fact]
    public void Text_without_its_certificate_or_its_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Certificate(key, Authority, Signs, KeyId(key));
        var locked = key.ExportEncryptedPkcs8PrivateKeyPem("secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        // As a key says it is on P-256 (RFC 5480, 2.1.1.1); no curve has the other number.
        var foreign = key.ExportPkcs8PrivateKey();
        foreign[foreign.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]) + 7] = 0x25;
        string[] texts = ["", "damaged", certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), Text(certificate, other), $"{certificate.ExportCertificatePem()}\n{locked}", $"{certificate.ExportCertificatePem()}\n{PemEncoding.WriteString("PRIVATE KEY", foreign)}", Root(key) + new string('\n', 64 * 1024)];

        Assert.All(texts, text => Assert.StartsWith("no authority is read", Problem(text), StringComparison.Ordinal));
    }

    [Fact]
    public void Certificate_that_the_fleet_could_not_work_by_is_refused_with_the_reason()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rare = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        var constraints = new X509Extension("2.5.29.30", [0x30, 0x00], critical: true);
        var servers = new X509EnhancedKeyUsageExtension([ServerCheck.ServerUse], critical: false);
        var others = new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true);

        Assert.Contains("is none of an authority", Problem(key, others, KeyId(key)), StringComparison.Ordinal);
        Assert.Contains("is none of an authority", Problem(key, KeyId(key)), StringComparison.Ordinal);
        Assert.Contains("cannot sign for a fleet", Problem(key, Authority, new X509KeyUsageExtension(X509KeyUsageFlags.CrlSign, critical: true), KeyId(key)), StringComparison.Ordinal);
        Assert.Contains("cannot sign for a fleet", Problem(key, Authority, Signs), StringComparison.Ordinal);
        Assert.Contains("name constraints", Problem(key, Authority, Signs, KeyId(key), constraints), StringComparison.Ordinal);
        Assert.Contains("of another kind", Problem(rare, Authority, Signs, KeyId(rare)), StringComparison.Ordinal);
        Assert.Contains("would be refused: it is not made for this use", Problem(key, Authority, Signs, KeyId(key), servers), StringComparison.Ordinal);
        Assert.All([Now.AddDays(-2), Now.AddDays(190)], at =>
            Assert.Equal("the authority is good from 2026-11-24 to 2027-11-25; allowed: one that is good now and for another 180 days", Problem(Root(key), at)));
    }

    [Fact]
    public void Authority_that_another_one_signed_is_refused()
    {
        using var root = CertificateAuthority.Create(Now);
        using var signer = WithKey(root);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Request(key, Authority, Signs, KeyId(key)).Create(signer.SubjectName, X509SignatureGenerator.CreateForECDsa(signer.GetECDsaPrivateKey()!), Now, Now.AddYears(1), [1]);

        Assert.Contains("was signed by another one", Problem(Text(certificate, key)), StringComparison.Ordinal);
    }

    [Fact]
    public void Authority_with_a_key_of_another_kind_is_refused()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Example fleet", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(Authority);
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddYears(1));

        Assert.Equal("the authority has a key of another kind than ECDSA on P-256, P-384 or P-521", Problem($"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}"));
    }

    [Fact]
    public void Damaged_text_is_refused_or_read_and_nothing_else_happens()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = Root(key);
        Prop.ForAll(Gen.Choose(0, text.Length - 1).ToArbitrary(), Gen.Choose(1, 127).ToArbitrary(), (place, letter) =>
        {
            var damaged = string.Concat(text.AsSpan(0, place), [(char)letter], text.AsSpan(place + 1));
            var isRead = AuthorityImport.TryRead(damaged, Now, out var authority, out var problem);
            authority?.Dispose();
            return isRead == problem is null;
        }).QuickCheckThrowOnFailure();
    }

    private static string Root(ECDsa key)
    {
        using var certificate = Certificate(key, Authority, Signs, KeyId(key));
        return Text(certificate, key);
    }

    private static string Text(X509Certificate2 certificate, ECDsa key) => $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";

    private static X509Certificate2 Certificate(ECDsa key, params X509Extension[] extensions) => Request(key, extensions).CreateSelfSigned(Now.AddDays(-1), Now.AddYears(1));

    private static X509SubjectKeyIdentifierExtension KeyId(ECDsa key) => new(new PublicKey(key), critical: false);

    private static CertificateRequest Request(ECDsa key, params X509Extension[] extensions)
    {
        var request = new CertificateRequest("CN=Example fleet", key, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
            request.CertificateExtensions.Add(extension);
        return request;
    }

    private static string Problem(ECDsa key, params X509Extension[] extensions)
    {
        using var certificate = Certificate(key, extensions);
        return Problem(Text(certificate, key));
    }

    private static string Problem(string text, DateTimeOffset? at = null)
    {
        Assert.False(AuthorityImport.TryRead(text, at ?? Now, out _, out var problem));
        return problem;
    }
}
