using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Pki;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class PeerCheckTests : IDisposable
{
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now.AddDays(-500));

    private TrustBundle Trusted => TrustBundle.Of([_authority.Certificate]);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Certificate_of_our_authority_is_accepted_with_its_identity()
    {
        using var certificate = OfSensor(_authority);

        Assert.Equal(new PeerAccepted(Web1, "web1", Now + CertificateAuthority.Lifetime), PeerCheck.Judge(certificate, Trusted, Now));
    }

    [Fact]
    public void Authority_that_is_rolled_over_is_trusted_beside_the_new_one()
    {
        using var next = CertificateAuthority.Create(Now);
        using var old = OfSensor(_authority);
        using var fresh = OfSensor(next);
        var both = TrustBundle.Of([_authority.Certificate, next.Certificate]);

        Assert.IsType<PeerAccepted>(PeerCheck.Judge(old, both, Now));
        Assert.IsType<PeerAccepted>(PeerCheck.Judge(fresh, both, Now));
        Assert.Equal(CertificateFault.OtherAuthority, Refused(PeerCheck.Judge(old, TrustBundle.Of([next.Certificate]), Now)).Fault);
    }

    [Fact]
    public void None_is_refused() => Assert.Equal(
        new PeerRefused(CertificateFault.Missing, "the sensor shows no certificate: enrol it with portsentry enroll"),
        PeerCheck.Judge(null, Trusted, Now));

    [Fact]
    public void Certificate_of_another_authority_is_refused()
    {
        using var other = CertificateAuthority.Create(Now);
        using var certificate = OfSensor(other);

        Assert.Equal(
            new PeerRefused(CertificateFault.OtherAuthority, "the certificate of web1 is refused: it was signed by another authority"),
            PeerCheck.Judge(certificate, Trusted, Now));
    }

    [Fact]
    public void Certificate_that_names_our_authority_but_has_another_signature_is_refused()
    {
        using var other = CertificateAuthority.Create(Now);
        using var otherKey = WithKey(other);
        using var ours = _authority.Certificate;
        using var certificate = Forged(otherKey, ours.SubjectName, SensorIdentity.Extension(Web1));

        Assert.Equal(CertificateFault.OtherAuthority, Refused(PeerCheck.Judge(certificate, Trusted, Now)).Fault);
    }

    [Fact]
    public void Certificate_that_a_sensor_signed_is_refused_even_beside_its_own()
    {
        using var sensor = OfSensor(_authority);
        using var certificate = Forged(sensor, sensor.SubjectName, SensorIdentity.Extension(Web1));

        Assert.Equal(CertificateFault.OtherAuthority, Refused(PeerCheck.Judge(certificate, Trusted, Now)).Fault);
    }

    [Fact]
    public void Expired_certificate_is_refused_and_says_since_when()
    {
        using var certificate = OfSensor(_authority, Now.AddDays(-100));

        Assert.Equal(
            new PeerRefused(CertificateFault.Expired, "the certificate of web1 is refused: it expired on 2026-11-15, 10 days ago"),
            PeerCheck.Judge(certificate, Trusted, Now));
    }

    [Fact]
    public void Certificate_that_begins_later_is_refused()
    {
        using var certificate = OfSensor(_authority, Now.AddDays(3));

        Assert.Equal(
            new PeerRefused(CertificateFault.NotYetValid, "the certificate of web1 is refused: it is not valid before 2026-11-28: one of the two clocks is wrong"),
            PeerCheck.Judge(certificate, Trusted, Now));
    }

    [Fact]
    public void Certificate_of_a_coordinator_is_no_sensors()
    {
        using var certificate = _authority.IssueServer("c1", ["c1.example"], Now);

        Assert.Equal(
            new PeerRefused(CertificateFault.OtherUse, "the certificate of c1 is refused: it is not made for this use"),
            PeerCheck.Judge(certificate, Trusted, Now));
    }

    [Fact]
    public void Certificate_without_a_well_formed_identity_is_refused_and_its_name_is_harmless()
    {
        using var issuer = WithKey(_authority);
        var bad = new SubjectAlternativeNameBuilder();
        bad.AddDnsName("urn.portsentry.sensor");
        bad.AddUri(new Uri("urn:portsentry:sensor:0123456789ABCDEF"));
        bad.AddUri(new Uri("urn:portsentry:member:0123456789abcdef"));
        using var without = Forged(issuer, issuer.SubjectName);
        using var malformed = Forged(issuer, issuer.SubjectName, bad.Build());
        using var garbage = Forged(issuer, issuer.SubjectName, new X509Extension("2.5.29.17", [0x30, 0x82, 0xff], critical: false));

        var expected = new PeerRefused(CertificateFault.NoIdentity, "the certificate of forged?name is refused: it names no sensor");
        Assert.Equal(expected, PeerCheck.Judge(without, Trusted, Now));
        Assert.Equal(expected, PeerCheck.Judge(malformed, Trusted, Now));
        Assert.IsType<PeerRefused>(PeerCheck.Judge(garbage, Trusted, Now));
    }

    [Fact]
    public void Certificate_changed_in_any_byte_is_refused_and_never_throws()
    {
        using var certificate = OfSensor(_authority);
        Prop.ForAll(Gen.Zip(Gen.Choose(0, certificate.RawData.Length - 1), Gen.Choose(1, 255)).ToArbitrary(), change =>
        {
            byte[] changed = [.. certificate.RawData];
            changed[change.Item1] ^= (byte)change.Item2;
            using var shown = Load(changed);
            return shown is null || (PeerCheck.Judge(shown, Trusted, Now) is PeerRefused && PeerCheck.JudgeForRenewal(shown, Trusted, Now) is PeerRefused);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Extensions_that_cannot_be_read_are_refused_whoever_signed_them()
    {
        using var other = CertificateAuthority.Create(Now);
        foreach (var authority in new[] { _authority, other })
        {
            using var issuer = WithKey(authority);
            Assert.All(["2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.54", "2.5.29.19", "2.5.29.15", "2.5.29.35"], oid =>
            {
                using var certificate = Forged(issuer, issuer.SubjectName, SensorIdentity.Extension(Web1), new X509Extension(oid, [0x30, 0x82, 0xff], critical: true));
                Assert.IsType<PeerRefused>(PeerCheck.Judge(certificate, Trusted, Now));
            });
        }
    }

    [Fact]
    public void Authority_itself_is_no_sensor()
    {
        using var certificate = _authority.Certificate;

        Assert.Equal(CertificateFault.NoIdentity, Refused(PeerCheck.Judge(certificate, Trusted, Now)).Fault);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(365, true)]
    [InlineData(366, false)]
    public void Certificate_renews_until_a_year_after_its_end(int days, bool renews)
    {
        using var certificate = OfSensor(_authority);
        var later = Now + CertificateAuthority.Lifetime + TimeSpan.FromDays(days);

        Assert.Equal(days < 0, PeerCheck.Judge(certificate, Trusted, later) is PeerAccepted);
        Assert.Equal(renews, PeerCheck.JudgeForRenewal(certificate, Trusted, later) is PeerAccepted);
    }

    [Fact]
    public void Renewal_forgives_nothing_but_the_end()
    {
        using var other = CertificateAuthority.Create(Now);
        using var foreign = OfSensor(other);
        using var server = _authority.IssueServer("c1", ["c1.example"], Now);
        using var early = OfSensor(_authority, Now.AddDays(3));
        var later = Now.AddDays(95);

        Assert.Equal(CertificateFault.Missing, Refused(PeerCheck.JudgeForRenewal(null, Trusted, later)).Fault);
        Assert.Equal(CertificateFault.OtherAuthority, Refused(PeerCheck.JudgeForRenewal(foreign, Trusted, later)).Fault);
        Assert.Equal(CertificateFault.OtherUse, Refused(PeerCheck.JudgeForRenewal(server, Trusted, later)).Fault);
        Assert.Equal(CertificateFault.NotYetValid, Refused(PeerCheck.JudgeForRenewal(early, Trusted, Now)).Fault);
    }

    private static X509Certificate2? Load(byte[] encoded)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(encoded);
        }
        catch (CryptographicException)
        {
            // The TLS library hands such a one to nobody.
            return null;
        }
    }

    private static PeerRefused Refused(PeerJudgement judgement) => Assert.IsType<PeerRefused>(judgement);
}
