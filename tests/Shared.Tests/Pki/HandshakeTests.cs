using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;
using static PortSentry.Shared.Tests.Pki.Certificates;

namespace PortSentry.Shared.Tests.Pki;

/// <summary>Both sides' checks over real TLS 1.3.</summary>
public sealed class HandshakeTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create(Now.AddDays(-200));
    private readonly CertificateAuthority _other = CertificateAuthority.Create(Now.AddDays(-200));
    private readonly X509Certificate2 _coordinator;

    public HandshakeTests()
    {
        _time.SetClock(Now - _time.GetUtcNow());
        _coordinator = _authority.IssueServer("c1", ["c1.example", "192.0.2.1", "2001:db8::1"], Now);
    }

    private TrustBundle Trusted => TrustBundle.Of([_authority.Certificate]);

    public void Dispose()
    {
        _coordinator.Dispose();
        _authority.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("c1.example")]
    [InlineData("C1.Example")]
    [InlineData("192.0.2.1")]
    [InlineData("2001:db8::1")]
    public async Task Sensor_and_coordinator_of_one_fleet_accept_each_other(string host)
    {
        using var sensor = OfSensor(_authority);
        var check = new ServerCheck(() => Trusted, _time);

        var handshake = await Handshake.ShakeAsync(_coordinator, check, host, sensor);

        Assert.Equal((SslProtocols.Tls13, null), (handshake.Protocol, check.LastRefusal));
        Assert.Equal(new PeerAccepted(Web1, "web1", Now.AddDays(90)), PeerCheck.Judge(handshake.Shown, Trusted, Now));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("c1.example.evil.example")]
    [InlineData("c1")]
    [InlineData("192.0.2.2")]
    public async Task Coordinator_of_another_name_is_refused(string host) =>
        Assert.Equal("the coordinator's certificate is for another name: the URL must have a name or address that sensors.advertise lists", await RefusalAsync(_coordinator, host));

    [Fact]
    public async Task Coordinator_of_another_authority_is_refused()
    {
        using var foreign = _other.IssueServer("c1", ["c1.example"], Now);

        Assert.Equal("the coordinator's certificate is refused: it was signed by another authority", await RefusalAsync(foreign));
    }

    [Fact]
    public async Task Coordinator_with_an_expired_certificate_is_refused()
    {
        using var expired = _authority.IssueServer("c1", ["c1.example"], Now.AddDays(-91));

        Assert.Equal("the coordinator's certificate is refused: it expired on 2026-11-24", await RefusalAsync(expired));
    }

    [Fact]
    public async Task Sensor_cannot_play_the_coordinator()
    {
        using var sensor = OfSensor(_authority);

        Assert.Equal("the coordinator's certificate is refused: it is not made for this use", await RefusalAsync(sensor));
    }

    [Fact]
    public async Task Authority_is_rolled_over_while_the_sensor_lives()
    {
        var trusted = TrustBundle.Of([_other.Certificate]);
        var check = new ServerCheck(() => trusted, _time);
        Assert.Equal(SslProtocols.None, (await Handshake.ShakeAsync(_coordinator, check, "c1.example")).Protocol);

        trusted = TrustBundle.Of([_other.Certificate, _authority.Certificate]);

        Assert.Equal(SslProtocols.Tls13, (await Handshake.ShakeAsync(_coordinator, check, "c1.example")).Protocol);
        Assert.Null(check.LastRefusal);
    }

    [Fact]
    public async Task Token_decides_at_first_contact_whom_the_sensor_trusts()
    {
        var token = EnrolmentToken.New(_authority.Fingerprint);
        Assert.True(TrustBundle.TryParse(_other.CertificatePem + "\n" + _authority.CertificatePem, out var shown));
        var check = new ServerCheck(() => shown.Only(token.Fingerprint)!, _time);
        using var foreign = _other.IssueServer("c1", ["c1.example"], Now);

        Assert.Equal(SslProtocols.None, (await Handshake.ShakeAsync(foreign, check, "c1.example")).Protocol);
        Assert.Equal(SslProtocols.Tls13, (await Handshake.ShakeAsync(_coordinator, check, "c1.example")).Protocol);
    }

    [Fact]
    public async Task Refused_sensor_gets_through_the_handshake_to_be_told_why()
    {
        using var foreign = OfSensor(_other);
        using var expired = OfSensor(_authority, Now.AddDays(-100));
        using var server = _authority.IssueServer("c2", ["c2.example"], Now);

        Assert.Equal(CertificateFault.Missing, await FaultAsync(null));
        Assert.Equal(CertificateFault.OtherAuthority, await FaultAsync(foreign));
        Assert.Equal(CertificateFault.Expired, await FaultAsync(expired));
        Assert.Equal(CertificateFault.OtherUse, await FaultAsync(server));
    }

    private async Task<string?> RefusalAsync(X509Certificate2 coordinator, string host = "c1.example")
    {
        var check = new ServerCheck(() => Trusted, _time);
        Assert.Equal(SslProtocols.None, (await Handshake.ShakeAsync(coordinator, check, host)).Protocol);
        return check.LastRefusal;
    }

    private async Task<CertificateFault> FaultAsync(X509Certificate2? sensor)
    {
        var handshake = await Handshake.ShakeAsync(_coordinator, new ServerCheck(() => Trusted, _time), "c1.example", sensor);
        Assert.Equal(SslProtocols.Tls13, handshake.Protocol);
        return Assert.IsType<PeerRefused>(PeerCheck.Judge(handshake.Shown, Trusted, Now)).Fault;
    }
}
