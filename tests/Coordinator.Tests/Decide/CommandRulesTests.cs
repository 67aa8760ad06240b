using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class CommandRulesTests
{
    private const string Source = "203.0.113.7";
    private readonly LeaderRig _rig = new();

    [Fact]
    public void Operator_blocks_a_target_for_as_long_as_they_say()
    {
        var command = _rig.Block(Source, TimeSpan.FromHours(3));
        var outcome = _rig.Command(command);

        Assert.Equal((command.Id, null, 1), (outcome.Command, outcome.Error, (int)outcome.Position));
        Assert.Equal([Cidr.Parse(Source)], outcome.Targets);
        Assert.Equal((LeaderRig.Start.AddHours(3), true, "noise"), (_rig.Find(Source)!.Until, _rig.Find(Source)!.ByOperator, _rig.Find(Source)!.Reason));
        Assert.Equal(new AuditRow(LeaderRig.Start, "ann", "blocks add 203.0.113.7 until 2026-11-22 11:00:00Z", "noise"), Assert.Single(_rig.Last.Audit));
        Assert.Equal(("block", "ann"), (_rig.Last.Decisions[0].What, _rig.Last.Decisions[0].Who));
    }

    [Fact]
    public void Block_without_a_duration_is_as_the_policy_says_and_with_none_for_ever()
    {
        _rig.Command(_rig.Block(Source));
        _rig.Command(_rig.Block("203.0.113.8", TimeSpan.Zero));

        Assert.Equal(LeaderRig.Start.AddHours(24), _rig.Find(Source)!.Until);
        Assert.Null(_rig.Find("203.0.113.8")!.Until);
    }

    [Fact]
    public void Block_that_is_there_gets_the_new_end_even_an_earlier_one()
    {
        _rig.Report("web1", _rig.Alarm(Source, proven: true));
        _rig.Command(_rig.Block(Source, TimeSpan.FromMinutes(5)));

        Assert.Equal((LeaderRig.Start.AddMinutes(5), true), (_rig.Find(Source)!.Until, _rig.Find(Source)!.Proven));
        Assert.Equal(["block 203.0.113.7", "extend 203.0.113.7"], _rig.Decided);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1 is the loopback, so it is not blocked")]
    [InlineData("::1", "::1 is the loopback, so it is not blocked")]
    [InlineData("169.254.9.9", "169.254.9.9 is link-local, so it is not blocked")]
    [InlineData("224.0.0.0/8", "224.0.0.0/8 touches what is multicast, so it is not blocked")]
    [InlineData("0.0.0.0", "0.0.0.0 is no host's address, so it is not blocked")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0 is wider than /8, so it is not blocked")]
    [InlineData("2000::/3", "2000::/3 is wider than /16, so it is not blocked")]
    [InlineData("198.51.100.2", "198.51.100.2 is an address of a sensor, so it is not blocked")]
    [InlineData("198.51.0.0/16", "198.51.0.0/16 holds 198.51.100.2, an address of a sensor, so it is not blocked")]
    [InlineData("2001:db8::/32", "2001:db8::/32 holds 2001:db8:5::2, an address of a sensor, so it is not blocked")]
    [InlineData("192.0.2.77", "192.0.2.77 is on the ignore list, or a part of it is, so it is not blocked")]
    [InlineData("192.0.0.0/16", "192.0.0.0/16 is on the ignore list, or a part of it is, so it is not blocked")]
    public void Target_that_must_not_be_blocked_is_refused_with_the_reason(string target, string error)
    {
        _rig.Command(_rig.Protect("web2", "198.51.100.2", "2001:db8:5::2", "8.8.8.8"));
        _rig.Command(_rig.Ignore(["192.0.2.0/24"]));
        var outcome = _rig.Command(_rig.Block(target));

        Assert.Equal(error, outcome.Error);
        Assert.Empty(_rig.Last.Orders);
        Assert.Empty(_rig.Last.Audit);
    }

    [Fact]
    public void Duration_that_no_block_has_is_refused()
    {
        Assert.NotNull(_rig.Command(_rig.Block(Source, TimeSpan.FromSeconds(-1))).Error);
        Assert.NotNull(_rig.Command(_rig.Block(Source, TimeSpan.MaxValue)).Error);
        Assert.Empty(_rig.Orders);
    }

    [Fact]
    public void Full_list_refuses_an_operator_only_where_nothing_gives_way()
    {
        _rig.SetPolicy(DecisionPolicy.Default with { MaxBlocks = 2 });
        _rig.Report("web1", _rig.Alarm(Source));
        Assert.Null(_rig.Command(_rig.Block("10.0.0.1")).Error);
        Assert.Null(_rig.Command(_rig.Block("10.0.0.2")).Error);
        Assert.Equal("2 blocks are in force, and none of them gives way", _rig.Command(_rig.Block("10.0.0.3")).Error);
        Assert.Null(_rig.Command(_rig.Block("10.0.0.2", TimeSpan.FromDays(9))).Error);

        Assert.Equal(["10.0.0.1", "10.0.0.2"], _rig.State.Book.Blocks.Keys.Order().Select(target => target.ToString()));
    }

    [Fact]
    public void Unblocking_a_network_lifts_all_within_it_and_nothing_around()
    {
        foreach (var target in new[] { "203.0.113.7", "203.0.113.8", "203.0.113.0/26", "203.0.112.0/22", "203.0.114.1" })
            _rig.Command(_rig.Block(target));
        var outcome = _rig.Command(_rig.Unblock("203.0.113.0/24"));

        Assert.Equal(["203.0.113.0/26", "203.0.113.7", "203.0.113.8"], outcome.Targets.Select(target => target.ToString()));
        Assert.Equal(["203.0.112.0/22", "203.0.114.1"], _rig.State.Book.Blocks.Keys.Order().Select(target => target.ToString()));
    }

    [Fact]
    public void Unblocking_what_the_book_does_not_have_orders_sensors_to_lift_it_all_the_same() =>
        Assert.Equal([Cidr.Parse(Source)], _rig.Take(_rig.Item(_rig.Unblock(Source))).Orders.Select(order => Assert.IsType<UnblockOrder>(order.Order).Target));

    [Fact]
    public void Unblocking_what_is_not_blocked_says_that_nothing_was()
    {
        _rig.Command(_rig.Block(Source));
        Assert.Equal([Cidr.Parse(Source)], _rig.Command(_rig.Unblock(Source)).Targets);
        Assert.Empty(_rig.Command(_rig.Unblock(Source)).Targets);
        Assert.Empty(_rig.Command(_rig.Unblock("203.0.113.0/24")).Targets);
    }

    [Fact]
    public void Unblocking_an_IPv6_address_lifts_the_prefix_that_it_is_blocked_by_but_not_what_a_person_blocked()
    {
        _rig.Report("web1", _rig.Alarm("2001:db8::7", network: "2001:db8::/64"));
        _rig.Command(_rig.Block("2001:db8::/60"));
        _rig.Command(_rig.Unblock("2001:db8::5"));

        Assert.Equal([Cidr.Parse("2001:db8::/60")], _rig.State.Book.Blocks.Keys);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.0/24")]
    [InlineData("203.0.113.0/26", "203.0.113.0/24")]
    [InlineData("2001:db8::5", "2001:db8::/60")]
    public void Unblocking_what_only_a_wider_block_holds_names_that_and_orders_nothing(string target, string around)
    {
        _rig.Command(_rig.Block("203.0.0.0/16"));
        _rig.Command(_rig.Block(around));
        var outcome = _rig.Command(_rig.Unblock(target));

        Assert.Equal($"{target} is blocked with {around}: unblock that", outcome.Error);
        Assert.Empty(outcome.Targets);
        Assert.Empty(_rig.Last.Orders);
        Assert.Empty(_rig.Last.Decisions);
        Assert.Empty(_rig.Last.Audit);
    }

    [Fact]
    public void Unblocking_within_a_wider_block_that_has_ended_is_carried_out()
    {
        _rig.Command(_rig.Block("203.0.113.0/24", TimeSpan.FromMinutes(5)));
        _rig.Now += TimeSpan.FromMinutes(6);

        Assert.Null(_rig.Command(_rig.Unblock(Source)).Error);
    }

    [Fact]
    public void Unblocked_source_begins_anew()
    {
        foreach (var sensor in new[] { "web1", "web2", "web3", "web4" })
            _rig.Report(sensor, _rig.Contacts((Source, sensor[^1])));
        _rig.Command(_rig.Unblock(Source));
        _rig.Now += TimeSpan.FromSeconds(1);
        foreach (var sensor in new[] { "web1", "web2", "web3" })
            _rig.Report(sensor, _rig.Contacts((Source, sensor[^1])));
        Assert.Null(_rig.Find(Source));

        _rig.Report("web4", _rig.Contacts((Source, 4)));
        Assert.NotNull(_rig.Find(Source));
    }

    [Fact]
    public void Unblocking_everything_leaves_nothing_and_evidence_begins_anew()
    {
        foreach (var sensor in new[] { "web1", "web2", "web3" })
            _rig.Report(sensor, _rig.Contacts((Source, sensor[^1])), _rig.Alarm($"10.0.0.{sensor[^1]}"));
        Assert.Equal(3, _rig.Command(_rig.UnblockEverything()).Targets.Count);
        _rig.Now += TimeSpan.FromSeconds(1);
        _rig.Report("web4", _rig.Contacts((Source, 4)));

        Assert.Empty(_rig.State.Book.Blocks);
    }

    [Fact]
    public void Ignoring_a_network_lifts_the_blocks_that_it_meets()
    {
        foreach (var target in new[] { Source, "203.0.112.0/22", "203.0.114.1" })
            _rig.Command(_rig.Block(target));
        _rig.Command(_rig.Ignore(["203.0.113.0/24"]));

        Assert.Equal(["203.0.114.1"], _rig.State.Book.Blocks.Keys.Select(target => target.ToString()));
        Assert.Equal([Cidr.Parse("203.0.113.0/24")], _rig.State.Book.Ignored);
        Assert.Equal("ignore add 203.0.113.0/24", Assert.Single(_rig.Last.Audit).What);
    }

    [Fact]
    public void Ignore_list_as_it_was_gives_no_order_and_one_too_wide_is_refused()
    {
        _rig.Command(_rig.Ignore(["203.0.113.0/24"]));

        Assert.Null(_rig.Command(_rig.Ignore(["203.0.113.0/24"], "198.51.100.0/24")).Error);
        Assert.Empty(_rig.Last.Orders);
        Assert.Equal("0.0.0.0/0 is too wide to be ignored: /8 for IPv4 and /16 for IPv6 are the widest", _rig.Command(_rig.Ignore(["0.0.0.0/0"])).Error);
        Assert.Null(_rig.Command(_rig.Ignore([], "203.0.113.0/24")).Error);
        Assert.Empty(_rig.State.Book.Ignored);
    }

    [Fact]
    public void Policy_is_kept_and_what_concerns_sensors_is_ordered_when_it_changes()
    {
        var work = _rig.SetPolicy(DecisionPolicy.Default with { Simulate = true });
        Assert.True(Assert.IsType<PolicyOrder>(Assert.Single(work.Orders).Order).Policy.Simulate);
        Assert.True(DecisionPolicy.TryRead(work.Policy!, out _)!.Simulate);

        work = _rig.SetPolicy(_rig.State.Policy with { Block = TimeSpan.FromHours(12) });
        Assert.Empty(work.Orders);
        Assert.NotNull(work.Policy);
        Assert.Equal(TimeSpan.FromHours(12), _rig.State.Policy.Block);
    }

    [Fact]
    public void Policy_with_faults_is_refused_with_all_of_them()
    {
        var outcome = _rig.Command(new SetPolicy("""{"maxBlocks":0,"blockMax":"-1.00:00:00"}""") { Id = Guid.NewGuid(), At = _rig.Now, Who = "ann" });

        Assert.Contains("maxBlocks is 0", outcome.Error);
        Assert.Contains("blockMax is -1.00:00:00", outcome.Error);
        Assert.Null(_rig.Last.Policy);
        Assert.Equal(DecisionPolicy.Default.MaxBlocks, _rig.State.Policy.MaxBlocks);
    }

    [Fact]
    public void New_address_of_the_fleet_lifts_the_blocks_around_it()
    {
        _rig.Command(_rig.Block("203.0.113.0/24"));
        _rig.Command(_rig.Block(Source));
        _rig.Command(_rig.Block("203.0.113.8"));
        _rig.Command(_rig.Protect("web2", Source, "127.0.0.1"));

        Assert.Equal([Cidr.Parse("203.0.113.8")], _rig.State.Book.Blocks.Keys);
        Assert.Equal([Address.Parse(Source)], _rig.State.Book.ProtectedAs(FleetRole.Sensor));
    }

    [Fact]
    public void Address_of_two_hosts_is_protected_until_both_have_given_it_up()
    {
        _rig.Command(_rig.Protect("web1", "10.0.0.5", "192.0.2.1"));
        _rig.Command(_rig.Protect("web2", "10.0.0.5"));
        _rig.ChangeLeader();
        _rig.Command(_rig.Protect("web1"));
        Assert.Equal([Address.Parse("10.0.0.5")], _rig.State.Book.ProtectedAs(FleetRole.Sensor));

        _rig.ChangeLeader();
        _rig.Command(_rig.Protect("web2", "192.0.2.9"));
        Assert.Equal([Address.Parse("192.0.2.9")], _rig.State.Book.ProtectedAs(FleetRole.Sensor));
    }

    [Fact]
    public void Addresses_as_they_were_give_no_order()
    {
        _rig.Command(_rig.Protect("web1", "10.0.0.5"));

        Assert.Null(_rig.Command(_rig.Protect("web1", "10.0.0.5")).Error);
        Assert.Empty(_rig.Last.Orders);
        Assert.Empty(_rig.Last.Audit);
    }
}
