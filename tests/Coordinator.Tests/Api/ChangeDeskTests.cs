using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Api;

/// <summary>What operators ask for is done, told and in the audit log; or nothing is done, and they are told why.</summary>
public sealed class ChangeDeskTests : IAsyncLifetime
{
    private static readonly Cidr Source = Cidr.Parse("203.0.113.7");
    private static readonly Cidr Network = Cidr.Parse("192.0.2.0/24");

    private CoordinatorRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await CoordinatorRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Blocks_are_added_and_removed()
    {
        Assert.Equal(["203.0.113.7"], (await _rig.ChangeAsync(new AddBlock(Source, 3600))).Done);
        var block = Assert.Single(await _rig.Queries.BlocksAsync(default));
        Assert.Equal((Source, "operator", "a test"), (block.Target, block.Origin, block.Reason));
        await _rig.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.8"), 0));
        await _rig.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.9"), null));
        Assert.Null((await BookAsync()).Find(Cidr.Parse("203.0.113.8"))!.Until);

        await _rig.ChangeAsync(new RemoveBlock(Source));
        Assert.Equal(2, (await BookAsync()).Blocks.Count);
        await _rig.ChangeAsync(new RemoveAllBlocks());
        Assert.Empty((await BookAsync()).Blocks);

        Assert.Equal(
            ["blocks remove all", "blocks remove 203.0.113.7", "blocks add 203.0.113.9", "blocks add 203.0.113.8 for ever", "blocks add 203.0.113.7"],
            (await AuditAsync()).Select(row => row.What.Split(" until ")[0]));
        Assert.All(await AuditAsync(), row => Assert.Equal(("ann", "a test"), (row.Who, row.Why)));
    }

    [Fact]
    public async Task What_must_not_be_blocked_is_refused_with_the_reason()
    {
        await _rig.ChangeAsync(new ChangeIgnored([Network], []));

        Assert.Equal("127.0.0.1 is the loopback, so it is not blocked", await RefusedAsync(new AddBlock(Cidr.Parse("127.0.0.1"), null)));
        Assert.Contains("is on the ignore list", await RefusedAsync(new AddBlock(Cidr.Parse("192.0.2.7"), null)), StringComparison.Ordinal);
        Assert.Equal("a block lasts 0, for ever, to 36525 days", await RefusedAsync(new AddBlock(Source, long.MaxValue)));
        Assert.Empty((await BookAsync()).Blocks);
    }

    [Fact]
    public async Task Request_with_gaps_is_refused_and_does_not_reach_the_leader()
    {
        Assert.Equal("the request is not complete", await RefusedAsync(new ChangeIgnored(null!, null!)));
        Assert.Equal("the request is not complete", await RefusedAsync(new ChangePolicy(null!)));
        Assert.Equal("the request is not complete", (await _rig.Changes.CarryOutAsync(null, CoordinatorRig.Ann, default)).Error);

        Assert.Equal(0, await _rig.Store.CountWaitingAsync(default));
        Assert.Empty(await AuditAsync());
    }

    [Fact]
    public async Task Ignore_list_is_changed()
    {
        await _rig.ChangeAsync(new ChangeIgnored([Network, Source], []));
        await _rig.ChangeAsync(new ChangeIgnored([], [Source]));

        Assert.Equal(["192.0.2.0/24"], await _rig.Queries.IgnoredAsync(default));
        Assert.Contains("too wide", await RefusedAsync(new ChangeIgnored([Cidr.Parse("0.0.0.0/0")], [])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_is_set_and_a_bad_one_is_refused_with_all_its_faults()
    {
        await _rig.ChangeAsync(new ChangePolicy("""{"blockPortScan":false}"""));
        Assert.False((await PolicyAsync()).BlockPortScan);

        foreach (var bad in new[] { "", "{", "[]", "null", """{"rules":null}""", """{"thresholds":null}""", """{"blocks":1}""" })
            Assert.NotEmpty(await RefusedAsync(new ChangePolicy(bad)));
        var faults = await RefusedAsync(new ChangePolicy("""{"maxBlocks":0,"maxOrdersASensor":0}"""));
        Assert.Equal("maxBlocks is 0; 1 to 1000000 is allowed; maxOrdersASensor is 0; 1 to 1000000 is allowed", faults);
        Assert.False((await PolicyAsync()).BlockPortScan);
    }

    [Fact]
    public async Task Simulation_changes_nothing_else_of_the_policy()
    {
        await _rig.ChangeAsync(new ChangePolicy("""{"blockPortScan":false}"""));

        await _rig.ChangeAsync(new SimulateOrders(true, null, LiftAll: false));
        Assert.Equal((true, false), ((await PolicyAsync()).BreakGlass is { Who: "ann" }, (await PolicyAsync()).BlockPortScan));
        Assert.True((await BookAsync()).Policy.Simulate);
        await _rig.ChangeAsync(new SimulateOrders(false, null, LiftAll: false));
        Assert.False((await BookAsync()).Policy.Simulate);
    }

    [Fact]
    public async Task Tokens_are_made_told_once_and_taken_away()
    {
        var token = (await _rig.ChangeAsync(new AddToken(2, 3600, new Dictionary<string, string> { ["env"] = "prod" }))).Token!;

        Assert.True(EnrolmentToken.TryParse(token.Text, out var read));
        Assert.Equal(_rig.Authorities.Listening.Fingerprint, read.Fingerprint);
        var listed = Assert.Single(await _rig.Queries.TokensAsync(default));
        Assert.Equal((token.Id, "", 2, "ann", "prod"), (listed.Id, listed.Text, listed.UsesLeft, listed.CreatedBy, listed.Labels["env"]));
        Assert.DoesNotContain(await AuditAsync(), row => row.What.Contains(token.Text, StringComparison.Ordinal));

        await _rig.ChangeAsync(new RemoveToken(token.Id));
        Assert.Equal($"there is no token {token.Id}", await RefusedAsync(new RemoveToken(token.Id)));
        Assert.Equal([$"tokens remove {token.Id}", $"tokens add {token.Id}, 2 uses"], (await AuditAsync()).Select(row => row.What));
    }

    [Fact]
    public async Task Token_without_bounds_is_refused()
    {
        var none = new Dictionary<string, string>();

        Assert.Contains("1 to 100000 sensors", await RefusedAsync(new AddToken(0, 60, none)), StringComparison.Ordinal);
        Assert.Contains("1 to 100000 sensors", await RefusedAsync(new AddToken(100_001, 60, none)), StringComparison.Ordinal);
        Assert.Contains("365 days", await RefusedAsync(new AddToken(1, 0, none)), StringComparison.Ordinal);
        Assert.Contains("365 days", await RefusedAsync(new AddToken(1, long.MaxValue, none)), StringComparison.Ordinal);
        Assert.Contains("is no label", await RefusedAsync(new AddToken(1, 60, new Dictionary<string, string> { [""] = "a" })), StringComparison.Ordinal);
        Assert.Empty(await _rig.Store.ListTokensAsync(default));
    }

    [Fact]
    public async Task Revoked_sensor_is_refused_from_then_on_and_its_addresses_are_no_longer_protected()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        var command = new ChangeProtected(FleetRole.Sensor, "web1", [Source.Base]) { Id = Guid.NewGuid(), At = _rig.Time.GetUtcNow(), Who = "sensor web1" };
        await _rig.Store.SubmitAsync(command, default);
        await Eventually.True(async () => (await BookAsync()).ProtectedAs(FleetRole.Sensor).Contains(Source.Base), () => "the address is protected");

        await _rig.ChangeAsync(new RevokeSensor("web1"));

        Assert.NotNull((await _rig.Store.FindSensorAsync("web1", default))!.RevokedAt);
        Assert.Empty((await BookAsync()).ProtectedAs(FleetRole.Sensor));
        Assert.Equal("web1 is revoked already", await RefusedAsync(new RevokeSensor("web1")));
        Assert.Equal("no sensor is named web2", await RefusedAsync(new RevokeSensor("web2")));
        Assert.Contains(await AuditAsync(), row => row == new AuditRow(row.At, "ann", "sensors revoke web1", "a test"));
    }

    [Fact]
    public async Task Sensor_gets_other_labels()
    {
        using var certificate = await _rig.EnrolAsync("web1");
        var labels = new Dictionary<string, string> { ["env"] = "prod", ["role"] = "web" };

        Assert.Equal(["web1: env=prod role=web"], (await _rig.ChangeAsync(new LabelSensor("web1", labels))).Done);

        Assert.Equal(labels, (await _rig.Store.FindSensorAsync("web1", default))!.Labels);
        Assert.Contains("is no label", await RefusedAsync(new LabelSensor("web1", new Dictionary<string, string> { ["a"] = "" })), StringComparison.Ordinal);
        Assert.Equal("no sensor is named web2", await RefusedAsync(new LabelSensor("web2", labels)));
        await _rig.RevokeAsync("web1");
        Assert.Equal("no sensor is named web1", await RefusedAsync(new LabelSensor("web1", labels)));
    }

    [Fact]
    public async Task Authority_is_rolled_over_and_the_old_one_retired()
    {
        var old = _rig.Authorities.Signing.Fingerprint;
        using var certificate = await _rig.EnrolAsync("web1");
        Assert.Equal("it signs: roll over to a new one first", await RefusedAsync(new RetireAuthority(old)));

        await _rig.ChangeAsync(new RollAuthority());
        await Eventually.True(() => _rig.Authorities.Signing.Fingerprint != old, "the new one signs");
        Assert.Equal(["signs", "listens"], (await _rig.AuthorityDesk.ListAsync(default)).Select(view => view.Role));
        Assert.IsType<PeerAccepted>(Judge(certificate));

        await _rig.ChangeAsync(new RetireAuthority(old));
        await Eventually.True(() => _rig.Authorities.Listening.Fingerprint != old, "the old one is trusted no longer");
        Assert.Equal("signs and listens", Assert.Single(await _rig.AuthorityDesk.ListAsync(default)).Role);
        Assert.IsType<PeerRefused>(Judge(certificate));
        Assert.Equal($"no authority has the fingerprint {old}", await RefusedAsync(new RetireAuthority(old)));
    }

    [Fact]
    public async Task Authority_is_rolled_over_and_the_old_one_retired_though_it_was_cut_short_between_the_two()
    {
        var old = _rig.Authorities.Signing.Fingerprint;
        using var next = CertificateAuthority.Create(_rig.Time.GetUtcNow());
        await _rig.Store.SaveAuthorityAsync(new AuthorityRow(next.Fingerprint, next.CertificatePem, next.ExportKeyPem(), _rig.Time.GetUtcNow().AddSeconds(1), Issues: true), default);

        await _rig.ChangeAsync(new RetireAuthority(old));

        await Eventually.True(() => (_rig.Authorities.Signing.Fingerprint, _rig.Authorities.Listening.Fingerprint) == (next.Fingerprint, next.Fingerprint), "the new one signs and listens");
        Assert.Equal("it signs: roll over to a new one first", await RefusedAsync(new RetireAuthority(next.Fingerprint)));
    }

    [Fact]
    public async Task Authority_of_the_operators_own_signs_once_it_is_given()
    {
        using var own = CertificateAuthority.Create(_rig.Time.GetUtcNow());
        var (old, given) = (_rig.Authorities.Signing.Fingerprint, new RollAuthority($"{own.CertificatePem}\n{own.ExportKeyPem()}"));

        await _rig.ChangeAsync(given);

        await Eventually.True(() => _rig.Authorities.Signing.Fingerprint == own.Fingerprint, "the operator's signs");
        Assert.Equal([own.Fingerprint, old], (await _rig.AuthorityDesk.ListAsync(default)).Select(view => view.Fingerprint));
        Assert.Equal($"its key is that of {own.Fingerprint}, which is trusted already; allowed: an authority with a new key", await RefusedAsync(given));
        Assert.StartsWith("no authority is read", await RefusedAsync(new RollAuthority(own.CertificatePem)), StringComparison.Ordinal);
        Assert.Equal(2, (await _rig.AuthorityDesk.ListAsync(default)).Count);
        var root = new Caller("root", Permission.All, "root");
        var remote = await _rig.Changes.CarryOutAsync(given with { Reason = "a test" }, root, default).Soon();
        Assert.Equal((true, "an authority of one's own is given on the coordinator's own host, without --url"), (remote.IsForbidden, remote.Error));
        await _rig.ChangeAsync(new RollAuthority());
        await _rig.ChangeAsync(new RetireAuthority(own.Fingerprint));
        Assert.Contains("which was retired", await RefusedAsync(given), StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", given.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorities_that_are_trusted_at_once_have_a_bound()
    {
        for (var count = 1; count < 8; count++)
            await _rig.ChangeAsync(new RollAuthority());

        Assert.Contains("8 authorities are trusted at the most", await RefusedAsync(new RollAuthority()), StringComparison.Ordinal);
    }

    private PeerJudgement Judge(global::System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        PeerCheck.Judge(certificate, _rig.Authorities.Trusted, _rig.Time.GetUtcNow());

    private Task<OrderBook> BookAsync() => _rig.Store.LoadBookAsync(default);

    private Task<IReadOnlyList<AuditRow>> AuditAsync() => AuditRows.AllAsync(_rig.Store);

    private async Task<DecisionPolicy> PolicyAsync() => DecisionPolicy.TryRead(await _rig.Queries.PolicyAsync(default), out _)!;

    private async Task<string> RefusedAsync(OperatorRequest request)
    {
        var answer = await _rig.Changes.CarryOutAsync(request with { Reason = "a test" }, CoordinatorRig.Ann, default).Soon();
        Assert.NotNull(answer.Error);
        return answer.Error;
    }
}
