using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

public sealed class PeerCheckTests : IDisposable
{
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now.AddDays(-200));

    private TrustBundle Trusted => TrustBundle.Of([_authority.Certificate]);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Certificate_of_our_authority_is_accepted_with_its_identity()
    {
        using var certificate = OfSensor(_authority);
        var accepted = Assert.IsType<PeerAccepted>(PeerCheck.Judge(certificate, Trusted, Now));
        Assert.Equal((Web1, "web1"), (accepted.Id, accepted.Name));
        Assert.Equal(Now + CertificateAuthority.Lifetime, accepted.NotAfter);
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
        Assert.IsType<PeerRefused>(PeerCheck.Judge(old, TrustBundle.Of([next.Certificate]), Now));
    }

    [Fact]
    public void What_is_refused_is_refused_with_its_reason()
    {
        using var other = CertificateAuthority.Create(Now);
        using var foreign = OfSensor(other);
        using var old = OfSensor(_authority, Now.AddDays(-100));
        using var early = OfSensor(_authority, Now.AddDays(3));
        using var server = _authority.IssueServer("c1", ["c1.example"], Now);
        using var nameless = Nameless(_authority);

        Assert.Equal("the sensor shows no certificate: enrol it with portsentry enroll", Reason(PeerCheck.Judge(null, Trusted, Now)));
        Assert.Contains("another authority", Reason(PeerCheck.Judge(foreign, Trusted, Now)), StringComparison.Ordinal);
        Assert.Contains("expired on 2026-11-15, 10 days ago", Reason(PeerCheck.Judge(old, Trusted, Now)), StringComparison.Ordinal);
        Assert.Contains("not valid yet", Reason(PeerCheck.Judge(early, Trusted, Now)), StringComparison.Ordinal);
        Assert.Contains("not made for this use", Reason(PeerCheck.Judge(server, Trusted, Now)), StringComparison.Ordinal);
        Assert.Contains("names no sensor", Reason(PeerCheck.Judge(nameless, Trusted, Now)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(364, true)]
    [InlineData(366, false)]
    public void Expired_certificate_renews_for_a_year(int days, bool renews)
    {
        using var certificate = OfSensor(_authority);
        var later = Now + CertificateAuthority.Lifetime + TimeSpan.FromDays(days);
        Assert.IsType<PeerRefused>(PeerCheck.Judge(certificate, Trusted, later));
        Assert.Equal(renews, PeerCheck.JudgeForRenewal(certificate, Trusted, later) is PeerAccepted);
    }

    [Fact]
    public void Expired_certificate_of_another_authority_does_not_renew()
    {
        using var other = CertificateAuthority.Create(Now);
        using var foreign = OfSensor(other);
        Assert.IsType<PeerRefused>(PeerCheck.JudgeForRenewal(foreign, Trusted, Now.AddDays(95)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    public void Malformed_request_is_not_signed(string request) => Assert.Null(_authority.TrySign(request, Web1, "web1", Now));

    [Fact]
    public void Request_changed_after_it_was_signed_is_not_signed()
    {
        var request = SigningRequest.New("web1").RequestPem;
        var at = request.Length / 2;
        var changed = request[..at] + (request[at] == 'A' ? 'B' : 'A') + request[(at + 1)..];
        Assert.Null(_authority.TrySign(changed, SensorId.New(), "web1", Now));
    }

    private static string Reason(PeerJudgement judgement) => Assert.IsType<PeerRefused>(judgement).Reason;
}
