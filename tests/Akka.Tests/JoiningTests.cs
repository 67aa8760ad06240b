using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;
using Membership = Akka.Cluster.Cluster;
using Node = Akka.Actor.ActorSystem;

namespace PortSentry.Akka.Tests;

/// <summary>Who may become a member: real members with TLS on the loopback.</summary>
public sealed class JoiningTests : IAsyncDisposable
{
    private readonly Certificates _fleet = new();
    private readonly CollectingLogger<JoiningTests> _log = new();
    private readonly List<Node> _nodes = [];
    private readonly Node _first;

    public JoiningTests()
    {
        _first = Start(Nodes.Settings(_fleet.Coordinator, _fleet.Trusted, AkkaNames.Coordinator, logger: _log));
        Membership.Get(_first).Join(Membership.Get(_first).SelfAddress);
    }

    [Fact]
    public async Task Sensor_with_a_certificate_of_the_fleet_becomes_a_member()
    {
        using var shown = _fleet.Sensor("s1");
        var sensor = Start(Nodes.Settings(shown, _fleet.Trusted, AkkaNames.Sensor));

        Membership.Get(sensor).Join(Membership.Get(_first).SelfAddress);

        await Eventually.True(() => Members().Count(member => member.Status == MemberStatus.Up) == 2, "both are members");
        Assert.Contains(Members(), member => member.HasRole(AkkaNames.Sensor));
    }

    [Fact]
    public async Task Node_of_another_authority_does_not_join()
    {
        using var others = new Certificates();
        using var shown = others.Sensor("rogue");
        // It believes whomever it finds: what keeps it out is not its own doing.
        var rogue = Start(Nodes.Settings(shown, Believing(others, _fleet), AkkaNames.Sensor));

        await IsKeptOutAsync(rogue, "signed by another authority");
    }

    [Fact]
    public async Task Node_that_signed_its_own_certificate_does_not_join()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var shown = new CertificateRequest("CN=rogue", key, HashAlgorithmName.SHA256).CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));

        await IsKeptOutAsync(Start(Nodes.Settings(shown, _fleet.Trusted, AkkaNames.Coordinator)), "signed by another authority");
    }

    [Fact]
    public async Task Node_without_TLS_does_not_join()
    {
        var bare = Start(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig("""
            akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = cluster, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
            """)));
        var there = Membership.Get(_first).SelfAddress;

        Membership.Get(bare).Join(new Address(Membership.Get(bare).SelfAddress.Protocol, there.System, there.Host, there.Port));
        await AreOnlyMembersAsync();
    }

    [Fact]
    public async Task Revoked_sensor_gets_no_connection()
    {
        using var shown = _fleet.Sensor("s1");
        var identity = new MemberIdentity(() => _fleet.Coordinator, () => _fleet.Trusted, TimeProvider.System) { IsRevoked = certificate => certificate.Thumbprint == shown.Thumbprint };
        var strict = Start(AkkaSettings.Of("127.0.0.1", AkkaNames.Coordinator, """akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }""", identity, _log));
        Membership.Get(strict).Join(Membership.Get(strict).SelfAddress);
        var sensor = Start(Nodes.Settings(shown, _fleet.Trusted, AkkaNames.Sensor));

        Membership.Get(sensor).Join(Membership.Get(strict).SelfAddress);

        await Eventually.True(() => Told("it is revoked"), "the refusal is told");
        Assert.Single(Membership.Get(strict).State.Members);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.Terminate()));
        _fleet.Dispose();
    }

    private async Task IsKeptOutAsync(Node rogue, string why)
    {
        Membership.Get(rogue).Join(Membership.Get(_first).SelfAddress);
        await Eventually.True(() => Told(why), $"the refusal is told: {why}");
        await AreOnlyMembersAsync();
    }

    /// <summary>A third member joins after the rogue has tried, and is a member while that still is none.</summary>
    private async Task AreOnlyMembersAsync()
    {
        using var shown = _fleet.Sensor("late");
        var late = Start(Nodes.Settings(shown, _fleet.Trusted, AkkaNames.Sensor));
        Membership.Get(late).Join(Membership.Get(_first).SelfAddress);
        await Eventually.True(() => Members().Count(member => member.Status == MemberStatus.Up) == 2, "the late one is a member");
        Assert.Equal(2, Members().Count);
    }

    private bool Told(string words) => _log.Lines.Any(line => line.Text.Contains(words, StringComparison.Ordinal));

    private ImmutableSortedSet<Member> Members() => Membership.Get(_first).State.Members;

    private Node Start(ActorSystemSetup setup)
    {
        var node = Node.Create(AkkaNames.System, setup);
        _nodes.Add(node);
        return node;
    }

    private static TrustBundle Believing(Certificates one, Certificates other) =>
        TrustBundle.Of(one.Trusted.Authorities.Concat(other.Trusted.Authorities));
}
