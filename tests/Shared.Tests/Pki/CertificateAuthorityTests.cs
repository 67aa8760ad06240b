using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class CertificateAuthorityTests : IDisposable
{
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Authority_signs_certificates_only_and_lasts_ten_years()
    {
        using var certificate = _authority.Certificate;

        var constraints = Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>());
        Assert.Equal((true, true, 0, true), (constraints.CertificateAuthority, constraints.HasPathLengthConstraint, constraints.PathLengthConstraint, constraints.Critical));
        Assert.Equal(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, Assert.Single(certificate.Extensions.OfType<X509KeyUsageExtension>()).KeyUsages);
        Assert.Equal(Now.AddYears(10), certificate.NotAfter);
        Assert.Matches("^CN=PortSentry fleet [0-9a-f]{8}$", certificate.Subject);
        Assert.False(certificate.HasPrivateKey);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)), _authority.Fingerprint);
    }

    [Fact]
    public void Authority_that_was_kept_signs_as_before()
    {
        using var again = CertificateAuthority.Load(_authority.CertificatePem, _authority.ExportKeyPem());
        using var certificate = OfSensor(again);

        Assert.Equal(_authority.Fingerprint, again.Fingerprint);
        Assert.IsType<PeerAccepted>(PeerCheck.Judge(certificate, TrustBundle.Of([_authority.Certificate]), Now));
    }

    [Fact]
    public void Authority_with_the_key_of_another_is_not_loaded()
    {
        using var other = CertificateAuthority.Create(Now);

        Assert.Throws<CryptographicException>(() => CertificateAuthority.Load(_authority.CertificatePem, other.ExportKeyPem()));
        Assert.Throws<CryptographicException>(() => CertificateAuthority.Load("damaged", _authority.ExportKeyPem()));
    }

    [Fact]
    public void Signed_certificate_says_what_the_coordinator_says_whatever_was_asked_for()
    {
        using var certificate = OfSensor(_authority);
        using var next = OfSensor(_authority);

        Assert.Equal("CN=web1", certificate.Subject);
        Assert.Equal(Web1, SensorIdentity.Of(certificate));
        Assert.Equal((Now.AddHours(-1), Now.AddDays(90)), (certificate.NotBefore, certificate.NotAfter));
        Assert.Equal(PeerCheck.ClientUse.Value, Assert.Single(Assert.Single(certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()).EnhancedKeyUsages.Cast<Oid>()).Value);
        Assert.False(Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>()).CertificateAuthority);
        Assert.Equal(32, certificate.SerialNumber.Length);
        Assert.NotEqual(certificate.SerialNumber, next.SerialNumber);
    }

    [Fact]
    public void Certificate_never_outlasts_its_authority_and_an_expired_one_signs_nothing()
    {
        using var late = OfSensor(_authority, Now.AddYears(10).AddDays(-10));

        Assert.Equal(Now.AddYears(10), late.NotAfter);
        Assert.Contains("has expired", Refusal(SigningRequest.New("web1").RequestPem, at: Now.AddYears(10)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("web1,O=evil")]
    [InlineData("web 1")]
    [InlineData("wéb1")]
    [InlineData("web1\n")]
    public void Name_that_is_none_is_refused(string name) =>
        Assert.Contains("the name is none for a sensor", Refusal(SigningRequest.New("web1").RequestPem, name), StringComparison.Ordinal);

    [Fact]
    public void Name_of_64_characters_is_the_longest()
    {
        var request = SigningRequest.New("web1").RequestPem;

        Assert.IsType<RequestSigned>(_authority.Sign(request, Web1, new string('a', 64), Now));
        Assert.IsType<RequestRefused>(_authority.Sign(request, Web1, new string('a', 65), Now));
    }

    [Fact]
    public void Request_with_a_key_of_another_kind_is_refused()
    {
        using var rsa = RSA.Create(2048);
        using var longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Contains("another kind", Refusal(new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem()), StringComparison.Ordinal);
        Assert.Contains("another kind", Refusal(new CertificateRequest("CN=x", longer, HashAlgorithmName.SHA256).CreateSigningRequestPem()), StringComparison.Ordinal);
    }

    [Fact]
    public void Request_that_asks_for_more_gets_no_more()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var greedy = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256);
        greedy.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        greedy.CertificateExtensions.Add(SensorIdentity.Extension(SensorId.Parse("ffffffffffffffff")));

        var signed = Assert.IsType<RequestSigned>(_authority.Sign(greedy.CreateSigningRequestPem(), Web1, "web1", Now));

        using var certificate = X509Certificate2.CreateFromPem(signed.CertificatePem);
        Assert.Equal(("CN=web1", Web1), (certificate.Subject, SensorIdentity.Of(certificate)));
        Assert.False(Assert.Single(certificate.Extensions.OfType<X509BasicConstraintsExtension>()).CertificateAuthority);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\n!\n-----END CERTIFICATE REQUEST-----")]
    public void Malformed_request_is_refused(string request) =>
        Assert.Contains("malformed", Refusal(request), StringComparison.Ordinal);

    [Fact]
    public void Request_that_is_too_long_is_refused_unread() =>
        Assert.Contains("malformed", Refusal(SigningRequest.New("web1").RequestPem + new string('\n', 16 * 1024)), StringComparison.Ordinal);

    [Fact]
    public void Request_changed_in_any_byte_is_refused()
    {
        var request = PemBytes(SigningRequest.New("web1").RequestPem);
        Prop.ForAll(Gen.Zip(Gen.Choose(0, request.Length - 1), Gen.Choose(1, 255)).ToArbitrary(), change =>
        {
            byte[] changed = [.. request];
            changed[change.Item1] ^= (byte)change.Item2;
            return _authority.Sign(PemEncoding.WriteString("CERTIFICATE REQUEST", changed), Web1, "web1", Now) is RequestRefused;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Request_cut_at_any_length_is_refused()
    {
        var request = PemBytes(SigningRequest.New("web1").RequestPem);

        Assert.All(Enumerable.Range(0, request.Length), length =>
            Assert.IsType<RequestRefused>(_authority.Sign(PemEncoding.WriteString("CERTIFICATE REQUEST", request.AsSpan(0, length)), Web1, "web1", Now)));
    }

    [Fact]
    public void Signing_request_takes_any_name_literally_and_does_not_tell_its_key()
    {
        var request = SigningRequest.New("O'Neil, \"x\" + O=evil");

        var read = CertificateRequest.LoadSigningRequestPem(request.RequestPem, HashAlgorithmName.SHA256);
        var name = Assert.Single(read.SubjectName.EnumerateRelativeDistinguishedNames());
        Assert.Equal("O'Neil, \"x\" + O=evil", name.GetSingleElementValue());
        Assert.Equal("SigningRequest", request.ToString());
    }

    private static byte[] PemBytes(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);

    private string Refusal(string request, string name = "web1", DateTimeOffset? at = null) =>
        Assert.IsType<RequestRefused>(_authority.Sign(request, Web1, name, at ?? Now)).Reason;
}
