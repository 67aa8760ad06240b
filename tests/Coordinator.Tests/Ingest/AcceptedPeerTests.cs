using PortSentry.Coordinator.Ingest;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>For how long a certificate that was found good needs no second look.</summary>
public sealed class AcceptedPeerTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly TrustBundle Trusted = BundleOf();

    private readonly AcceptedPeer _accepted = new(new PeerAccepted(SensorId.Parse("00000000000000a1"), "web1", At.AddHours(1)), Trusted, At);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3599, true)]
    [InlineData(3600, false)]
    public void It_holds_from_when_it_was_judged_until_the_certificate_expires(int seconds, bool holds) =>
        Assert.Equal(holds, _accepted.Holds(Trusted, At.AddSeconds(seconds)));

    [Fact]
    public void It_holds_no_longer_when_others_are_trusted() =>
        Assert.False(_accepted.Holds(BundleOf(), At));

    private static TrustBundle BundleOf()
    {
        using var authority = CertificateAuthority.Create(At);
        return TrustBundle.Of([authority.Certificate]);
    }
}
