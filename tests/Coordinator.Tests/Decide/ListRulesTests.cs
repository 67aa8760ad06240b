using System.Globalization;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class ListRulesTests
{
    private const string Url = "https://lists.example/drop.txt";
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly LeaderRig _rig = new();

    [Fact]
    public void Imported_list_is_blocked_with_its_name_and_reason_until_its_end()
    {
        Do(_rig.Import("drop", Week, "192.0.2.0/24", "203.0.113.7", "2001:db8:bad::/48"));

        Assert.Equal(
            new BlockOrder { Target = Cidr.Parse("203.0.113.7"), Until = LeaderRig.Start.AddDays(7), ByOperator = true, Reason = "list drop: known scanners", List = "drop" },
            _rig.Find("203.0.113.7"));
        Assert.Equal(3, _rig.Follower.Blocks.Count);
        Assert.Equal((3, 3, 0), (_rig.List("drop")!.Entries, _rig.List("drop")!.Tally!.Blocked, _rig.List("drop")!.Tally!.Spared));
        Assert.Contains(new AuditRow(LeaderRig.Start, "ann", "lists import drop, which names 3: 3 new, 0 gone", "known scanners"), _rig.Work.SelectMany(work => work.Audit));
        Assert.Empty(_rig.Decisions);
    }

    [Fact]
    public void Long_list_is_worked_off_in_steps_between_which_others_are_decided_on()
    {
        _rig.Command(_rig.Import("long", Week, [.. Addresses(3500)]));
        Assert.Equal(ListRound.MaxOrders, _rig.Last.Orders.Count);

        _rig.Report("web1", _rig.Alarm("203.0.113.7"));
        Assert.Equal(ListRound.MaxOrders + 1, _rig.Last.Orders.Count);
        Assert.NotNull(_rig.Find("203.0.113.7"));

        _rig.WorkOff();
        Assert.All(_rig.Work, work => Assert.InRange(work.Orders.Count, 0, ListRound.MaxOrders + 1));
        Assert.Equal(3501, _rig.Follower.Blocks.Count);
        Assert.Equal(3500, _rig.List("long")!.Tally!.Blocked);
    }

    [Fact]
    public void Leader_that_takes_over_midway_ends_with_the_same_book()
    {
        _rig.Command(_rig.Import("long", Week, [.. Addresses(2500)]));
        Assert.Null(_rig.List("long")!.Tally);

        _rig.ChangeLeader();
        _rig.WorkOff();

        Assert.Equal(2500, _rig.Follower.Blocks.Count);
        Assert.Equal(2500, _rig.Orders.Count());
        Assert.Equal(2500, _rig.List("long")!.Tally!.Blocked);
    }

    [Fact]
    public void What_is_done_leads_to_no_order_when_it_is_looked_at_again()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1", "192.0.2.2"));
        var orders = _rig.Orders.Count();

        _rig.ChangeLeader();
        _rig.WorkOff();
        Do(_rig.Import("drop", Week, "192.0.2.1", "192.0.2.2"));

        Assert.Equal(orders, _rig.Orders.Count());
    }

    [Fact]
    public void Import_again_blocks_what_is_new_lifts_what_is_gone_and_extends_the_rest()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1", "192.0.2.2"));
        _rig.Now += TimeSpan.FromDays(2);
        Do(_rig.Import("drop", Week, "192.0.2.2", "192.0.2.3"));

        Assert.Null(_rig.Find("192.0.2.1"));
        Assert.Equal([_rig.Now + Week, _rig.Now + Week], [_rig.Find("192.0.2.2")!.Until, _rig.Find("192.0.2.3")!.Until]);
        Assert.Equal("list drop has it blocked no longer", Assert.Single(_rig.Orders.OfType<UnblockOrder>()).Reason);
    }

    [Fact]
    public void Extension_that_gains_little_is_made_when_the_end_is_near()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1"));
        _rig.Now += Hour;
        Do(_rig.Import("drop", Week, "192.0.2.1"));
        Assert.Equal(LeaderRig.Start + Week, _rig.Find("192.0.2.1")!.Until);

        _rig.Now = LeaderRig.Start + Week - TimeSpan.FromSeconds(10);
        _rig.Take();
        _rig.Take();
        _rig.WorkOff();
        Assert.Equal(LeaderRig.Start + Week + Hour, _rig.Find("192.0.2.1")!.Until);
    }

    [Fact]
    public void List_that_is_over_blocks_nothing_any_more()
    {
        Do(_rig.Import("drop", Hour, "192.0.2.1"));
        _rig.Now += Hour;
        _rig.Take();
        _rig.Now += TimeSpan.FromMinutes(1);
        _rig.Take();

        Assert.Null(_rig.Find("192.0.2.1"));
        Assert.Equal(0, _rig.List("drop")!.Tally!.Blocked);
    }

    [Fact]
    public void Removed_list_lifts_what_nothing_else_wants()
    {
        _rig.Command(_rig.Block("192.0.2.1", TimeSpan.FromHours(3)));
        _rig.Report("web1", _rig.Alarm("192.0.2.2"));
        Do(_rig.Import("other", Week, "192.0.2.3"));
        Do(_rig.Import("drop", Week + Week, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"));
        Assert.Equal("drop", _rig.Find("192.0.2.3")!.List);

        Do(_rig.Drop("drop"));

        Assert.Equal([LeaderRig.Start.AddHours(3), LeaderRig.Start.AddHours(1), LeaderRig.Start + Week], [_rig.Find("192.0.2.1")!.Until, _rig.Find("192.0.2.2")!.Until, _rig.Find("192.0.2.3")!.Until]);
        Assert.Equal((null, null, "other"), (_rig.Find("192.0.2.1")!.List, _rig.Find("192.0.2.2")!.List, _rig.Find("192.0.2.3")!.List));
        Assert.Null(_rig.Find("192.0.2.4"));
        Assert.Null(_rig.List("drop"));
        Assert.Equal("there is no list drop", _rig.Command(_rig.Drop("drop")).Error);
    }

    [Fact]
    public void Alarm_of_a_listed_source_outlives_the_list()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1"));
        _rig.Report("web1", _rig.Alarm("192.0.2.1"));
        Assert.Equal((null, false), (_rig.Find("192.0.2.1")!.List, _rig.Find("192.0.2.1")!.ByOperator));

        Do(_rig.Drop("drop"));

        Assert.Equal(LeaderRig.Start.AddHours(1), _rig.Find("192.0.2.1")!.Until);
    }

    [Fact]
    public void List_takes_a_block_over_before_it_ends_so_that_there_is_no_gap()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1"));
        _rig.Report("web1", _rig.Alarm("192.0.2.1"));
        _rig.Now += Hour - TimeSpan.FromSeconds(10);
        _rig.Take();
        _rig.Take();
        _rig.WorkOff();

        Assert.Equal(("drop", LeaderRig.Start + Week), (_rig.Find("192.0.2.1")!.List, _rig.Find("192.0.2.1")!.Until));
    }

    [Fact]
    public void Alarm_that_is_taken_back_leaves_the_list_its_block()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1"));
        _rig.Report("web1", _rig.Alarm("192.0.2.1"));
        _rig.Report("web1", _rig.Retracted("192.0.2.1"));
        LookAgain();

        Assert.Equal("drop", _rig.Find("192.0.2.1")!.List);
    }

    [Fact]
    public void Protected_ignored_and_special_networks_are_spared_and_told()
    {
        _rig.Command(_rig.Protect("web1", "198.51.100.2"));
        _rig.Command(_rig.Ignore(["203.0.113.0/24"]));
        Do(_rig.Import("drop", Week, "198.51.100.0/24", "203.0.113.7", "127.0.0.0/8", "192.0.2.1"));

        Assert.Equal([Cidr.Parse("192.0.2.1")], _rig.Follower.Blocks.Keys);
        var tally = _rig.List("drop")!.Tally!;
        Assert.Equal((1, 3), (tally.Blocked, tally.Spared));
        Assert.Contains(new SparedNetwork(Cidr.Parse("198.51.100.0/24"), "holds 198.51.100.2, an address of a sensor"), tally.SparedFirst);

        Do(_rig.Ignore([], "203.0.113.0/24"));
        Assert.NotNull(_rig.Find("203.0.113.7"));
    }

    [Fact]
    public void What_an_operator_lifts_stays_lifted_while_the_list_names_it()
    {
        Do(_rig.Import("drop", Week, "192.0.2.1", "192.0.2.2", "203.0.113.7"));
        Do(_rig.Unblock("192.0.2.0/24"));
        Assert.Equal([Cidr.Parse("203.0.113.7")], _rig.Follower.Blocks.Keys);
        Assert.Equal(2, _rig.List("drop")!.Tally!.Lifted);

        _rig.ChangeLeader();
        _rig.WorkOff();
        Do(_rig.Import("drop", Week, "192.0.2.1", "203.0.113.7"));
        Assert.Null(_rig.Find("192.0.2.1"));

        Do(_rig.Import("drop", Week, "203.0.113.7"));
        Do(_rig.Import("drop", Week, "192.0.2.1", "203.0.113.7"));
        Assert.NotNull(_rig.Find("192.0.2.1"));
    }

    [Fact]
    public void All_blocks_lifted_puts_lists_on_hold_until_they_are_renewed()
    {
        Do(_rig.Import("drop", Week, [.. Addresses(1500)]));
        var outcome = _rig.Command(_rig.UnblockEverything());
        _rig.WorkOff();
        Assert.Equal(1500, outcome.Targets.Count);
        Assert.Empty(_rig.Follower.Blocks);
        Assert.NotNull(_rig.List("drop")!.HeldSince);

        _rig.ChangeLeader();
        LookAgain();
        Assert.Empty(_rig.Follower.Blocks);

        Do(_rig.Renew("drop"));
        Assert.Equal(1500, _rig.Follower.Blocks.Count);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 2)]
    public void Broken_glass_leaves_lists_alone_unless_it_lifts_all(bool liftAll, int blocks)
    {
        Do(_rig.Import("drop", Week, "192.0.2.1", "192.0.2.2"));
        Do(new SimulateFleet(On: true, Hour, liftAll) { Id = Guid.NewGuid(), At = _rig.Now, Who = "ann" });
        Assert.Equal(blocks, _rig.Follower.Blocks.Count);

        _rig.Now += Hour;
        _rig.Take();
        LookAgain();
        Assert.False(_rig.Follower.Policy.Simulate);
        Assert.Equal(blocks, _rig.Follower.Blocks.Count);
    }

    [Fact]
    public void List_fills_the_room_there_is_and_gives_way_to_alarms()
    {
        _rig.SetPolicy(new DecisionPolicy { MaxBlocks = 10 });
        Do(_rig.Import("long", Week, [.. Addresses(12)]));
        Assert.Equal((10, 2), (_rig.List("long")!.Tally!.Blocked, _rig.List("long")!.Tally!.WithoutRoom));

        _rig.Report("web1", _rig.Alarm("203.0.113.7"));
        LookAgain();

        Assert.NotNull(_rig.Find("203.0.113.7"));
        Assert.Equal(10, _rig.Follower.Blocks.Count);
        Assert.Equal((9, 3), (_rig.List("long")!.Tally!.Blocked, _rig.List("long")!.Tally!.WithoutRoom));
    }

    [Fact]
    public void Lists_are_bounded()
    {
        foreach (var number in Enumerable.Range(0, FleetLists.MaxLists))
            Do(_rig.Import(string.Create(CultureInfo.InvariantCulture, $"l{number}"), Week, "192.0.2.1"));

        Assert.Equal("there are 32 lists, the most there may be: remove one first", _rig.Command(_rig.Import("more", Week, "192.0.2.1")).Error);
        Assert.Null(_rig.Command(_rig.Import("l7", Week, "192.0.2.2")).Error);
    }

    [Fact]
    public void Fetched_list_is_blocked_and_followed_while_its_source_answers()
    {
        Do(_rig.Subscribe("drop", Url, Hour, Week));
        Assert.Empty(_rig.Follower.Blocks);
        Do(_rig.Fetched("drop", Url, "192.0.2.1", "192.0.2.2"));
        _rig.Now += TimeSpan.FromDays(1);
        Do(_rig.Fetched("drop", Url, "192.0.2.2", "192.0.2.3"));

        Assert.Equal(["192.0.2.2", "192.0.2.3"], _rig.Follower.Blocks.Keys.Order().Select(target => target.ToString()));
        Assert.All(_rig.Follower.Blocks.Values, block => Assert.Equal(_rig.Now + Week, block.Until));
        Assert.Equal(new ListFetching { TriedAt = _rig.Now, NextAt = _rig.Now + Hour, ETag = "\"1\"" }, _rig.List("drop")!.Fetching);
        Assert.Contains(_rig.Work.SelectMany(work => work.Audit), row => (row.Who, row.What) == ("coordinator", "lists fetch drop, which names 2: 1 new, 1 gone"));
    }

    [Fact]
    public void Source_that_fails_is_asked_ever_less_often_and_what_it_said_stays_until_it_ends()
    {
        Do(_rig.Subscribe("drop", Url, Hour, Week));
        Do(_rig.Fetched("drop", Url, "192.0.2.1"));
        List<double> pauses = [];
        foreach (var _ in Enumerable.Range(0, 8))
        {
            Do(_rig.NotFetched("drop", Url, "the answer has status 500"));
            pauses.Add((_rig.List("drop")!.Fetching!.NextAt - _rig.Now).TotalMinutes);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        Assert.Equal(("the answer has status 500", 8), (_rig.List("drop")!.Fetching!.Problem, _rig.List("drop")!.Fetching!.Failures));
        Assert.Equal(LeaderRig.Start + Week, _rig.Find("192.0.2.1")!.Until);

        Do(_rig.Fetched("drop", Url, "192.0.2.1"));
        Assert.Equal(("", 0), (_rig.List("drop")!.Fetching!.Problem, _rig.List("drop")!.Fetching!.Failures));
    }

    [Fact]
    public void What_is_fetched_for_a_list_that_is_another_meanwhile_changes_nothing()
    {
        Do(_rig.Subscribe("drop", Url, Hour, Week));
        Do(_rig.Subscribe("drop", "https://other.example/", Hour, Week));
        Do(_rig.Fetched("drop", Url, "192.0.2.1"));
        Do(_rig.Drop("drop"));
        Do(_rig.Fetched("drop", "https://other.example/", "192.0.2.1"));

        Assert.Empty(_rig.Follower.Blocks);
        Assert.Null(_rig.List("drop"));
    }

    [Fact]
    public void Imported_and_fetched_lists_do_not_take_each_others_names()
    {
        Do(_rig.Import("file", Week, "192.0.2.1"));
        Do(_rig.Subscribe("web", Url, Hour, Week));

        Assert.Equal("file is imported from a file: remove it first, or give another name", _rig.Command(_rig.Subscribe("file", Url, Hour, Week)).Error);
        Assert.Equal($"web is fetched from {Url}: remove it first, or give another name", _rig.Command(_rig.Import("web", Week, "192.0.2.1")).Error);
    }

    [Fact]
    public void Lists_fetched_in_turn_leave_each_other_their_blocks()
    {
        Do(_rig.Import("a", Week, "192.0.2.1"));
        _rig.Now += TimeSpan.FromMinutes(10);
        Do(_rig.Import("b", Week, "192.0.2.1"));

        Assert.Equal("a", _rig.Find("192.0.2.1")!.List);
        Assert.Single(_rig.Orders);
    }

    private void Do(OperatorCommand command)
    {
        Assert.Null(_rig.Command(command).Error);
        _rig.WorkOff();
    }

    /// <summary>As after some beats with nothing to do.</summary>
    private void LookAgain()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            _rig.Now += TimeSpan.FromSeconds(30);
            _rig.Take();
        }

        _rig.WorkOff();
    }

    private static IEnumerable<string> Addresses(int count) =>
        Enumerable.Range(0, count).Select(number => Address.FromIPv4(0x0b00_0000 + (uint)number).ToString());
}
