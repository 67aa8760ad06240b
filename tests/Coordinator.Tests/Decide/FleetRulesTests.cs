using PortSentry.Coordinator.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class FleetRulesTests
{
    private const string Source = "203.0.113.7";
    private readonly LeaderRig _rig = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_probe_a_host_over_ten_hosts_raises_one_fleet_alarm_and_one_block(bool samePort)
    {
        foreach (var host in Enumerable.Range(1, 10))
        {
            _rig.Now += TimeSpan.FromSeconds(1);
            _rig.Report($"web{host}", _rig.Contacts((Source, samePort ? 23 : host)));
        }

        Assert.Equal(samePort ? "address-scan" : "fleet-scan", Assert.Single(_rig.FleetAlarms).What);
        Assert.Equal(["block 203.0.113.7"], _rig.Decided);
        Assert.Equal(Assert.Single(_rig.FleetAlarms).Words, _rig.Find(Source)!.Reason);
    }

    [Fact]
    public void Alarms_of_the_sensors_besides_change_nothing_about_that()
    {
        foreach (var host in Enumerable.Range(1, 10))
            _rig.Report($"web{host}", _rig.Contacts((Source, 23)), _rig.Alarm(Source));

        Assert.Single(_rig.FleetAlarms);
        Assert.Single(_rig.Orders);
    }

    [Fact]
    public void Source_that_goes_on_after_its_block_has_ended_is_blocked_again()
    {
        foreach (var hours in new[] { 0, 2 })
        {
            _rig.Now = LeaderRig.Start.AddHours(hours);
            _rig.ChangeLeader();
            foreach (var host in Enumerable.Range(1, 5))
                _rig.Report($"web{host}", _rig.Contacts((Source, hours + host)));
        }

        Assert.Equal(2, _rig.FleetAlarms.Count());
        Assert.Equal(["block 203.0.113.7", "block 203.0.113.7"], _rig.Decided);
    }

    [Fact]
    public void Rule_that_the_policy_does_not_block_on_is_told_and_the_next_one_counts()
    {
        _rig.SetPolicy(DecisionPolicy.Default with { BlockAddressScan = false });
        foreach (var host in Enumerable.Range(1, 10))
            _rig.Report($"web{host}", _rig.Contacts((Source, 23)));

        Assert.Equal(["address-scan", "fleet-scan"], _rig.FleetAlarms.Select(alarm => alarm.What));
        Assert.Equal(["block 203.0.113.7"], _rig.Decided);
    }

    [Fact]
    public void Coordinated_scan_blocks_each_source_that_takes_part_and_never_the_prefix()
    {
        foreach (var number in Enumerable.Range(0, 8))
            _rig.Report($"web{number % 2}", _rig.Contacts(($"203.0.113.{(number % 4) + 1}", 100 + number)));

        var alarm = Assert.Single(_rig.FleetAlarms);
        Assert.Equal(("coordinated-scan", Cidr.Parse("203.0.113.0/24"), 8), (alarm.What, alarm.Network, alarm.Probes));
        Assert.Equal(["block 203.0.113.1", "block 203.0.113.2", "block 203.0.113.3", "block 203.0.113.4"], _rig.Decided);
        Assert.All(_rig.State.Book.Blocks.Values, block => Assert.Equal(LeaderRig.Start.AddHours(1), block.Until));
    }

    [Fact]
    public void Source_that_is_blocked_already_takes_no_part_in_a_coordinated_scan()
    {
        _rig.Report("web1", _rig.Alarm("203.0.113.1"));
        foreach (var number in Enumerable.Range(0, 8))
            _rig.Report($"web{number % 2}", _rig.Contacts(($"203.0.113.{(number % 4) + 1}", 100 + number)));

        Assert.Empty(_rig.FleetAlarms);
    }

    [Fact]
    public void Host_of_the_fleet_is_told_of_once_and_never_blocked()
    {
        _rig.Command(_rig.Protect("web2", Source));
        foreach (var host in Enumerable.Range(3, 10))
            _rig.Report($"web{host}", _rig.Contacts((Source, 23)), _rig.Alarm(Source));

        var alarm = Assert.Single(_rig.FleetAlarms);
        Assert.Equal(("fleet-host", "203.0.113.7, a host of our own, met a tripwire of web3: port 23"), (alarm.What, alarm.Words));
        Assert.Equal(["spare 203.0.113.7"], _rig.Decided);
        Assert.Empty(_rig.State.Book.Blocks);
        _rig.Now = LeaderRig.Start.AddHours(24);
        _rig.Report("web3", _rig.Contacts((Source, 23)));
        Assert.Equal(2, _rig.FleetAlarms.Count());
    }

    [Fact]
    public void Ignored_source_is_neither_counted_nor_blocked()
    {
        _rig.Command(_rig.Ignore(["203.0.113.0/24"]));
        foreach (var host in Enumerable.Range(1, 10))
            _rig.Report($"web{host}", _rig.Contacts((Source, 23)), _rig.Alarm(Source));
        _rig.Command(_rig.Ignore([], "203.0.113.0/24"));
        _rig.Report("web11", _rig.Contacts((Source, 23)));

        Assert.Empty(_rig.FleetAlarms);
        Assert.Empty(_rig.State.Book.Blocks);
    }

    [Fact]
    public void Prefix_that_holds_a_host_of_the_fleet_shields_nobody_else_in_it()
    {
        _rig.Command(_rig.Protect("web2", "2001:db8::2"));
        _rig.Report("web1", _rig.Alarm("2001:db8::7", network: "2001:db8::/64"));

        Assert.Equal([Cidr.Parse("2001:db8::7")], _rig.State.Book.Blocks.Keys);
    }
}
