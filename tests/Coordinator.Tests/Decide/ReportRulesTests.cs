using PortSentry.Coordinator.Decide;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class ReportRulesTests
{
    private const string Source = "203.0.113.7";
    private readonly LeaderRig _rig = new();

    [Fact]
    public void Alarm_of_a_source_that_may_be_forged_blocks_it_for_an_hour()
    {
        var work = _rig.Report("web1", _rig.Contacts((Source, 22), (Source, 80)), _rig.Alarm(Source));

        var block = Assert.IsType<BlockOrder>(Assert.Single(work.Orders).Order);
        Assert.Equal(LeaderRig.Start.AddHours(1), block.Until);
        Assert.Equal("port scan of web1: 6 probes in 3 s, ports 22 23 80 (syn)", block.Reason);
        Assert.Equal((23, false, false), (block.Port, block.Proven, block.ByOperator));
        var row = Assert.Single(work.Decisions);
        Assert.Equal(("block", "coordinator", block.Reason, block.Until, 1), (row.What, row.Who, row.Reason, row.Until, (int)row.Position));
        Assert.Equal(("web1", "port-scan", block.Reason), (Assert.Single(work.Alarms).Sensor, work.Alarms[0].What, work.Alarms[0].Words));
        Assert.Equal(2, work.Contacts.Count);
        Assert.Equal([1], work.Done);
    }

    [Fact]
    public void Proven_source_is_blocked_for_a_day_and_twice_as_long_the_next_time()
    {
        _rig.Report("web1", _rig.Alarm(Source, proven: true));
        Assert.Equal(LeaderRig.Start.AddHours(24), _rig.Find(Source)!.Until);

        _rig.Now = LeaderRig.Start.AddHours(25);
        _rig.ChangeLeader();
        _rig.Report("web1", _rig.Alarm(Source, proven: true));

        Assert.Equal(_rig.Now.AddHours(48), _rig.Find(Source)!.Until);
    }

    [Fact]
    public void Unproven_source_is_never_blocked_longer()
    {
        foreach (var hours in new[] { 0, 2, 4, 6 })
        {
            _rig.Now = LeaderRig.Start.AddHours(hours);
            _rig.Report("web1", _rig.Alarm(Source));
            Assert.Equal(_rig.Now.AddHours(1), _rig.Find(Source)!.Until);
        }
    }

    [Fact]
    public void Same_scan_seen_by_more_sensors_gives_one_order_and_is_kept_once()
    {
        foreach (var sensor in new[] { "web1", "web2", "web3" })
        {
            _rig.Now += TimeSpan.FromSeconds(1);
            _rig.Report(sensor, _rig.Alarm(Source, port: sensor[^1]));
        }

        Assert.Equal(["block 203.0.113.7", "keep 203.0.113.7"], _rig.Decided);
        Assert.Single(_rig.Orders);
    }

    [Fact]
    public void Later_alarm_extends_the_block()
    {
        _rig.Report("web1", _rig.Alarm(Source));
        _rig.Now += TimeSpan.FromMinutes(30);
        _rig.Report("web2", _rig.Alarm(Source));

        Assert.Equal(["block 203.0.113.7", "extend 203.0.113.7"], _rig.Decided);
        Assert.Equal(_rig.Now.AddHours(1), _rig.Find(Source)!.Until);
    }

    [Fact]
    public void Proof_by_another_sensor_makes_it_a_proven_block()
    {
        _rig.Report("web1", _rig.Alarm(Source));
        _rig.Report("web2", new ContactsSeen { Seq = 1, Contacts = [new FirstContact(Address.Parse(Source), Cidr.Parse(Source), ScanKind.Connect, 23, _rig.Now)] });

        Assert.Equal((true, LeaderRig.Start.AddHours(24)), (_rig.Find(Source)!.Proven, _rig.Find(Source)!.Until));
    }

    [Fact]
    public void Alarm_just_after_the_hosts_start_is_noted_and_no_more()
    {
        var work = _rig.Report("web1", _rig.Alarm(Source) with { IsSettling = true });

        Assert.Single(work.Alarms);
        Assert.Empty(work.Orders);
        Assert.Empty(work.Decisions);
        Assert.Empty(work.Sources);
    }

    [Fact]
    public void Policy_may_leave_port_scans_to_the_sensors()
    {
        _rig.SetPolicy(DecisionPolicy.Default with { BlockPortScan = false });
        _rig.Report("web1", _rig.Alarm(Source));

        Assert.Empty(_rig.State.Book.Blocks);
        Assert.Single(_rig.Alarms);
    }

    [Theory]
    [InlineData("simulated")]
    [InlineData("log-only")]
    public void Sensor_that_only_looks_on_is_a_witness_all_the_same(string verdict)
    {
        _rig.Report("web1", _rig.Alarm(Source) with { Verdict = verdict });

        Assert.NotNull(_rig.Find(Source));
    }

    [Fact]
    public void Alarm_that_comes_after_its_block_would_be_over_blocks_nobody()
    {
        _rig.Report("web1", _rig.Alarm(Source, at: LeaderRig.Start.AddHours(-2)));

        Assert.Empty(_rig.State.Book.Blocks);
    }

    [Fact]
    public void Clock_of_a_sensor_that_is_ahead_does_not_make_a_block_longer()
    {
        _rig.Report("web1", _rig.Alarm(Source, at: LeaderRig.Start.AddYears(1)));

        Assert.Equal(LeaderRig.Start.AddHours(1), _rig.Find(Source)!.Until);
    }

    [Fact]
    public void End_of_a_block_is_in_whole_seconds()
    {
        _rig.Now = LeaderRig.Start.AddMilliseconds(1);
        _rig.Report("web1", _rig.Alarm(Source));

        Assert.Equal(LeaderRig.Start.AddHours(1).AddSeconds(1), _rig.Find(Source)!.Until);
    }

    [Fact]
    public void Network_is_never_wider_than_one_source_whatever_a_sensor_says()
    {
        _rig.Report("web1", _rig.Alarm(Source, network: "203.0.0.0/16"), _rig.Alarm("2001:db8::7", network: "2001::/16"));

        Assert.Equal(["203.0.113.7", "2001:db8::/64"], _rig.State.Book.Blocks.Keys.Order().Select(target => target.ToString()));
    }

    [Fact]
    public void Alarm_taken_back_lifts_the_block_that_only_it_has_caused()
    {
        _rig.Report("web1", _rig.Alarm(Source, proven: true));
        _rig.ChangeLeader();
        _rig.Report("web1", _rig.Retracted(Source));
        Assert.Equal(["block 203.0.113.7", "unblock 203.0.113.7"], _rig.Decided);

        _rig.Report("web1", _rig.Alarm(Source, proven: true));
        Assert.Equal(LeaderRig.Start.AddHours(24), _rig.Find(Source)!.Until);
    }

    [Fact]
    public void Alarm_taken_back_leaves_a_block_that_others_have_caused_or_a_person_has_made()
    {
        _rig.Report("web1", _rig.Alarm(Source));
        _rig.Report("web2", _rig.Alarm(Source));
        _rig.Command(_rig.Block("203.0.113.8"));
        _rig.Report("web1", _rig.Retracted(Source), _rig.Retracted("203.0.113.8"), _rig.Retracted("203.0.113.9"));

        Assert.NotNull(_rig.Find(Source));
        Assert.NotNull(_rig.Find("203.0.113.8"));
        _rig.Report("web2", _rig.Retracted(Source));
        Assert.Null(_rig.Find(Source));
    }

    [Fact]
    public void Fleet_scan_that_needs_the_contacts_of_a_sensor_falls_with_them()
    {
        foreach (var sensor in new[] { "web1", "web2", "web3", "web4" })
            _rig.Report(sensor, _rig.Contacts((Source, sensor[^1])));
        Assert.NotNull(_rig.Find(Source));

        _rig.Report("web4", _rig.Retracted(Source));
        Assert.Null(_rig.Find(Source));
    }

    [Fact]
    public void Sensor_in_wrong_hands_leads_to_so_many_orders_a_minute_and_is_told_of_once()
    {
        _rig.SetPolicy(DecisionPolicy.Default with { MaxOrdersASensor = 3 });
        _rig.Report("web1", [.. Enumerable.Range(1, 9).Select(host => _rig.Alarm($"10.{host}.0.1"))]);
        Assert.Equal(3, _rig.State.Book.Blocks.Count);
        Assert.Equal(4, _rig.Decisions.Count());
        Assert.StartsWith("web1 has led to 3 orders within a minute", _rig.Decisions.Last().Reason);

        _rig.Report("web2", _rig.Alarm("10.20.0.1"));
        Assert.Equal(4, _rig.State.Book.Blocks.Count);
        _rig.Now += TimeSpan.FromMinutes(1);
        _rig.Report("web1", [.. Enumerable.Range(30, 5).Select(host => _rig.Alarm($"10.{host}.0.1"))]);
        Assert.Equal(7, _rig.State.Book.Blocks.Count);
        Assert.Contains("(6 refused in the minute before)", _rig.Decisions.Last().Reason);
    }

    [Fact]
    public void Unproven_blocks_fill_half_and_give_way_to_proven_ones_the_soonest_to_end_first()
    {
        _rig.SetPolicy(DecisionPolicy.Default with { MaxBlocks = 4 });
        foreach (var host in new[] { 1, 2, 3 })
        {
            _rig.Now += TimeSpan.FromSeconds(10);
            _rig.Report("web1", _rig.Alarm($"10.{host}.0.1"));
        }

        Assert.Equal(2, _rig.State.Book.Blocks.Count);
        _rig.Report("web1", _rig.Alarm("10.4.0.1", proven: true), _rig.Alarm("10.5.0.1", proven: true), _rig.Alarm("10.6.0.1", proven: true));
        Assert.Equal(["10.2.0.1", "10.4.0.1", "10.5.0.1", "10.6.0.1"], _rig.State.Book.Blocks.Keys.Order().Select(target => target.ToString()));
        _rig.Report("web1", _rig.Alarm("10.7.0.1", proven: true), _rig.Alarm("10.8.0.1", proven: true));
        Assert.Equal(["10.4.0.1", "10.5.0.1", "10.6.0.1", "10.7.0.1"], _rig.State.Book.Blocks.Keys.Order().Select(target => target.ToString()));
    }

    [Fact]
    public void Source_within_a_network_that_an_operator_has_blocked_is_kept()
    {
        _rig.Command(_rig.Block("203.0.113.0/24", TimeSpan.FromDays(7)));
        _rig.Report("web1", _rig.Alarm(Source));

        Assert.Equal("203.0.113.0/24 is blocked long enough; port scan of web1: 6 probes in 3 s, port 23 (syn)", _rig.Decisions.Last().Reason);
        Assert.Equal("keep", _rig.Decisions.Last().What);
    }

    [Fact]
    public void Reports_of_addresses_that_nobody_has_are_noted_and_no_more()
    {
        _rig.Report("web1", _rig.Alarm("127.0.0.1"), _rig.Alarm("169.254.1.1"), _rig.Alarm("224.0.0.1"), _rig.Alarm("0.1.2.3"), _rig.Alarm("fe80::1"), _rig.Alarm("100::5", network: "100::5"));

        Assert.Equal(6, _rig.Alarms.Count());
        Assert.Empty(_rig.Decisions);
        Assert.Empty(_rig.Last.Sources);
    }

    [Fact]
    public void No_report_or_command_reaches_what_is_kept_under_addresses_that_nobody_has()
    {
        foreach (var number in Enumerable.Range(1, 100))
            _rig.Command(_rig.Protect($"web{number}", $"198.51.100.{number}"));
        var keys = Enumerable.Range(0, 64).Select(number => $"100::{number:x}").ToList();
        _rig.Report("web1", [.. keys.SelectMany(key => new SensorReport[] { _rig.Alarm(key, network: key), _rig.Contacts((key, 22)), _rig.Held(key), _rig.Retracted(key) })]);
        foreach (var key in keys)
            _rig.Command(_rig.Unblock(key));
        _rig.ChangeLeader();
        foreach (var number in Enumerable.Range(1, 100))
            _rig.Command(_rig.Protect($"web{number}"));

        Assert.Empty(_rig.State.Book.ProtectedAs(FleetRole.Sensor));
        Assert.Empty(_rig.State.Book.Blocks);
    }

    [Fact]
    public void Step_takes_so_much_and_leaves_the_rest()
    {
        var item = _rig.Item("web1", [.. Enumerable.Range(0, 40).Select(_ => _rig.Contacts([.. Enumerable.Range(1, 300).Select(port => (Source, port))]))]);

        Assert.Equal([item.Id], _rig.Take(item, item with { Id = 77 }).Done);
    }

    [Fact]
    public void What_is_stored_of_a_source_and_cannot_be_read_is_gathered_anew()
    {
        _rig.Store(Source, """{"evidence":{}}""");
        _rig.Store("203.0.113.0/24", "[]");
        _rig.Report("web1", _rig.Contacts((Source, 22)), _rig.Alarm(Source));

        Assert.NotNull(_rig.Find(Source));
    }

    [Fact]
    public void Ended_blocks_are_taken_out_once_in_five_seconds_at_the_most()
    {
        _rig.Take();
        Assert.True(_rig.Last.IsEmpty);
        _rig.Report("web1", _rig.Alarm("10.1.0.1"));
        _rig.Now += TimeSpan.FromSeconds(2);
        _rig.Report("web1", _rig.Alarm("10.2.0.1"));
        _rig.Now = LeaderRig.Start.AddHours(1);
        Assert.Equal(new ExpireOrder(_rig.Now), Assert.Single(_rig.Take().Orders).Order);
        _rig.Now += TimeSpan.FromSeconds(3);
        Assert.True(_rig.Take().IsEmpty);
        _rig.Now += TimeSpan.FromSeconds(2);
        Assert.Single(_rig.Take().Orders);

        Assert.Empty(_rig.State.Book.Blocks);
    }
}
