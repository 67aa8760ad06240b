using PortSentry.Coordinator.Decide;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class HeldRulesTests
{
    private const string Source = "203.0.113.7";
    private readonly LeaderRig _rig = new();

    [Fact]
    public void Block_of_a_sensors_own_is_followed_by_the_fleet_but_not_beyond_its_end()
    {
        _rig.Report("web1", _rig.Held(Source, until: LeaderRig.Start.AddMinutes(10)), _rig.Held("203.0.113.8", until: LeaderRig.Start.AddDays(10)));

        Assert.Equal((LeaderRig.Start.AddMinutes(10), "blocked by web1"), (_rig.Find(Source)!.Until, _rig.Find(Source)!.Reason));
        Assert.Equal(LeaderRig.Start.AddHours(1), _rig.Find("203.0.113.8")!.Until);
    }

    [Fact]
    public void Block_that_the_book_has_gives_no_order()
    {
        _rig.Report("web1", _rig.Alarm(Source));
        var work = _rig.Report("web1", _rig.Held(Source, until: LeaderRig.Start.AddDays(1)));

        Assert.Empty(work.Orders);
        Assert.Empty(work.Decisions);
    }

    [Fact]
    public void Block_that_is_over_or_wider_than_a_source_or_the_hosts_own_business_gives_no_order() =>
        Assert.Empty(_rig.Report(
            "web1",
            _rig.Held(Source, until: LeaderRig.Start),
            _rig.Held("203.0.113.0/25"),
            _rig.Held("203.0.113.9", byOperator: true)).Orders);

    [Fact]
    public void Block_that_a_sensor_made_before_an_operator_lifted_it_is_lifted_again()
    {
        _rig.Report("web1", _rig.Alarm(Source));
        _rig.Now += TimeSpan.FromMinutes(5);
        _rig.Command(_rig.Unblock(Source));
        _rig.ChangeLeader();
        _rig.Now += TimeSpan.FromMinutes(5);

        Assert.IsType<UnblockOrder>(Assert.Single(_rig.Report("web2", _rig.Held(Source, since: LeaderRig.Start)).Orders).Order);
        Assert.IsType<UnblockOrder>(Assert.Single(_rig.Report("web3", _rig.Held(Source, since: LeaderRig.Start, byOperator: true)).Orders).Order);
        Assert.IsType<BlockOrder>(Assert.Single(_rig.Report("web2", _rig.Held(Source)).Orders).Order);
    }

    [Fact]
    public void Block_from_before_all_were_lifted_is_lifted_again()
    {
        _rig.Now += TimeSpan.FromMinutes(5);
        _rig.Command(_rig.UnblockEverything());

        Assert.Equal(
            ["203.0.113.7", "2001:db8::/64", "203.0.112.0/21"],
            _rig.Report("web2", _rig.Held(Source, LeaderRig.Start), _rig.Held("2001:db8::/64", LeaderRig.Start), _rig.Held("203.0.112.0/21", LeaderRig.Start, byOperator: true))
                .Orders.Select(order => Assert.IsType<UnblockOrder>(order.Order).Target.ToString()));
    }

    [Fact]
    public void Alarm_from_before_an_operator_lifted_the_block_blocks_nobody()
    {
        _rig.Command(_rig.Unblock(Source));
        _rig.Report("web2", _rig.Alarm(Source));
        Assert.Null(_rig.Find(Source));
        Assert.StartsWith("203.0.113.7 was unblocked after this evidence", Assert.Single(_rig.Last.Decisions).Reason);

        _rig.Now += TimeSpan.FromSeconds(1);
        _rig.Report("web2", _rig.Alarm(Source));
        Assert.NotNull(_rig.Find(Source));
    }

    [Fact]
    public void What_an_operator_of_a_sensor_blocks_for_the_fleet_is_blocked_for_a_week_at_the_most()
    {
        _rig.Report("web1", _rig.Held(Source, byOperator: true, forFleet: true), _rig.Held("203.0.113.8", byOperator: true, forFleet: true, until: LeaderRig.Start.AddMinutes(5)));

        Assert.Equal((LeaderRig.Start.AddDays(7), true), (_rig.Find(Source)!.Until, _rig.Find(Source)!.ByOperator));
        Assert.Equal(LeaderRig.Start.AddMinutes(5), _rig.Find("203.0.113.8")!.Until);
        Assert.All(_rig.Decisions, decision => Assert.Equal("sensor web1", decision.Who));
    }

    [Fact]
    public void Block_that_a_sensor_holds_until_the_end_of_time_lasts_until_its_last_second()
    {
        _rig.SetPolicy(DecisionPolicy.Default with { SensorOperatorMax = TimeSpan.Zero });
        _rig.Report("web1", _rig.Held(Source, byOperator: true, forFleet: true, until: DateTimeOffset.MaxValue));

        Assert.Equal(DateTimeOffset.MaxValue.ToUnixTimeSeconds(), _rig.Find(Source)!.Until!.Value.ToUnixTimeSeconds());
    }

    [Fact]
    public void Policy_may_not_honour_them_and_networks_are_narrow()
    {
        _rig.Report("web1", _rig.Held("203.0.112.0/23", byOperator: true, forFleet: true), _rig.Held("203.0.113.0/24", byOperator: true, forFleet: true));
        _rig.SetPolicy(DecisionPolicy.Default with { HonourSensorOperators = false });
        _rig.Report("web1", _rig.Held("203.0.114.7", byOperator: true, forFleet: true));

        Assert.Equal(["spare 203.0.112.0/23", "block 203.0.113.0/24", "spare 203.0.114.7"], _rig.Decided);
    }
}
