using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Sensor.Tests.Block;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class FleetOrdersTests
{
    /// <summary>When a sensor that was away is there again: blocks of ten minutes are over.</summary>
    private static readonly DateTimeOffset Back = Orders.Now.AddMinutes(30);

    private readonly Orders _log = new();
    private readonly FleetOrders _orders = new(new OrderBook("3f9a"), simulates: false);

    [Fact]
    public void Block_lasts_as_long_as_it_does_by_the_coordinators_clock()
    {
        var step = Take(Orders.Block("203.0.113.7", minutes: 60), Orders.Now.AddMinutes(20));

        Assert.Equal(
            new BlockRequest { Target = Cidr.Parse("203.0.113.7"), Origin = BlockOrigin.Coordinator, Duration = TimeSpan.FromMinutes(40), Reason = "port scan" },
            step.Change!.Block);
        Assert.Equal(1, step.Change.Position);
    }

    [Fact]
    public void Block_without_end_or_with_one_in_another_century_is_for_ever()
    {
        Assert.Equal(TimeSpan.Zero, Take(Orders.Block("203.0.113.7", minutes: null)).Change!.Block!.Duration);
        Assert.Equal(TimeSpan.Zero, Take(Orders.Block("203.0.113.7", minutes: 60 * 24 * 365 * 200d)).Change!.Block!.Duration);
    }

    [Fact]
    public void Block_by_a_clock_that_was_set_ahead_lasts_as_long_as_it_was_meant_to() =>
        Assert.Equal(TimeSpan.FromMinutes(60), Take(Orders.Block("203.0.113.7", minutes: 60), Orders.Now.AddDays(-1)).Change!.Block!.Duration);

    [Fact]
    public void Block_that_is_over_asks_nothing() => Assert.Equal(OrderStep.None, Take(Orders.Block("203.0.113.7", minutes: 60), Orders.Now.AddHours(1)));

    [Theory]
    [InlineData(null)]
    [InlineData(60 * 24d)]
    public void Block_that_was_cut_short_while_the_sensor_was_away_is_looked_at_again(double? minutes)
    {
        var back = Orders.Now.AddHours(2);
        Take(Orders.Block("203.0.113.7", minutes));

        Assert.True(Take(Orders.Block("203.0.113.7", minutes: 60), back).ChangesAll);
        Assert.Empty(_orders.Everything(back).Wanted);
        Assert.Equal(OrderStep.None, Take(Orders.Block("203.0.113.7", minutes: 30), back));
    }

    [Fact]
    public void Unblock_lifts_exactly_its_target() => Assert.Equal(new OrderedChange(Cidr.Parse("203.0.113.7"), null), Take(Orders.Unblock("203.0.113.7")).Change);

    [Theory]
    [InlineData("10.0.0.0/7")]
    [InlineData("2000::/15")]
    public void Network_that_is_too_wide_is_refused(string target) =>
        Assert.Equal(new OrderRefused(Cidr.Parse(target), 1, "too-wide"), Take(Orders.Block(target)).Refused);

    [Fact]
    public void Order_for_what_the_fleet_ignores_is_refused()
    {
        Assert.True(Take(Orders.Ignore("203.0.113.0/24")).ChangesProtection);
        Assert.Equal(new OrderRefused(Cidr.Parse("203.0.113.7"), 2, "ignored"), Take(Orders.Block("203.0.113.7")).Refused);
        Assert.Equal([Cidr.Parse("203.0.113.0/24")], _orders.Protection.Ignored);
    }

    [Fact]
    public void What_is_no_longer_ignored_is_looked_at_again()
    {
        Take(Orders.Ignore("203.0.113.0/24"));
        Take(Orders.Block("203.0.113.7"));

        Assert.True(Take(Orders.NoLongerIgnore("203.0.113.0/24")).ChangesAll);
        Assert.Equal([Cidr.Parse("203.0.113.7")], _orders.Everything(Orders.Now).Wanted.Select(request => request.Target));
    }

    [Fact]
    public void Order_that_is_not_the_next_one_changes_nothing()
    {
        var (first, second) = (_log.Next(Orders.Block("203.0.113.1")), _log.Next(Orders.Block("203.0.113.2")));

        Assert.Null(_orders.Take(second.Place, second.Logged, Orders.Now));
        Assert.Null(_orders.Take(first.Place with { LogId = "other" }, first.Logged, Orders.Now));
        Assert.NotNull(_orders.Take(first.Place, first.Logged, Orders.Now));
        Assert.Null(_orders.Take(first.Place, first.Logged, Orders.Now));
    }

    [Fact]
    public void Order_that_is_held_is_known_as_such()
    {
        var (first, second) = (_log.Next(Orders.Block("203.0.113.1")), _log.Next(Orders.Block("203.0.113.2")));
        _orders.Take(first.Place, first.Logged, Orders.Now);

        Assert.True(_orders.Holds(first.Place));
        Assert.False(_orders.Holds(second.Place));
        Assert.False(_orders.Holds(first.Place with { LogId = "other" }));
    }

    [Fact]
    public void Orders_without_a_book_need_a_snapshot()
    {
        var (place, logged) = _log.Next(Orders.Block("203.0.113.1"));

        Assert.Null(new FleetOrders(null, simulates: false).Take(place, logged, Orders.Now));
    }

    [Fact]
    public void Simulated_orders_block_nothing()
    {
        _orders.Simulate(all: true);

        Assert.Equal(new OrderStep { Simulated = Cidr.Parse("203.0.113.7") }, Take(Orders.Block("203.0.113.7")));
        Assert.Empty(_orders.Everything(Orders.Now).Wanted);
    }

    [Fact]
    public void Policy_that_simulates_changes_all_and_so_does_its_end()
    {
        Take(Orders.Block("203.0.113.7"));

        Assert.True(Take(Orders.Simulate()).ChangesAll);
        Assert.Empty(_orders.Everything(Orders.Now).Wanted);
        Assert.False(Take(Orders.Simulate()).ChangesAll);
        Assert.True(Take(Orders.Simulate(false)).ChangesAll);
        Assert.Single(_orders.Everything(Orders.Now).Wanted);
    }

    [Fact]
    public void Rule_for_the_labels_of_the_greeting_counts()
    {
        Take(new PolicyOrder(new FleetPolicy { Rules = [new LabelRule(new Dictionary<string, string> { ["role"] = "test" }, Simulate: true, ["route"])] }));

        Assert.False(_orders.Simulates);
        Assert.True(_orders.Greet(new Dictionary<string, string> { ["role"] = "test" }));
        Assert.True(_orders.Simulates);
        Assert.Equal(["route"], _orders.Blockers);
        Assert.False(_orders.Greet(new Dictionary<string, string> { ["role"] = "test", ["site"] = "a" }));
    }

    [Fact]
    public void Orders_one_by_one_and_a_snapshot_of_them_lead_to_the_same_blocks() => Prop.ForAll(Gen.Zip(Orders_().ListOf(40), Gen.Choose(0, 40)).ToArbitrary(), life =>
    {
        var (orders, beforeAway) = life;
        var log = new Orders();
        var fleet = new FleetOrders(new OrderBook("3f9a"), simulates: false);
        var list = new BlockBook(Blocks.Policy, Blocks.Protecting());
        foreach (var (number, order) in orders.Index())
        {
            var now = number < beforeAway ? Orders.Now : Back;
            var (place, logged) = log.Next(order);
            list.Expire(now);
            Follow(list, fleet, fleet.Take(place, logged, now)!, now);
        }

        var late = new FleetOrders(log.Book, simulates: false);
        var lateList = new BlockBook(Blocks.Policy, ProtectionOf(late));
        Equal(lateList, late, Back);
        list.Expire(Back);
        return fleet.Book!.Digest == late.Book!.Digest
            && list.Blocks.Select(block => (block.Target, block.Until)).Order().SequenceEqual(lateList.Blocks.Select(block => (block.Target, block.Until)).Order());
    }).QuickCheckThrowOnFailure();

    private static void Follow(BlockBook list, FleetOrders fleet, OrderStep step, DateTimeOffset now)
    {
        if (step.ChangesProtection)
        {
            list.Protection = ProtectionOf(fleet);
            list.RemoveProtected();
        }

        if (step.ChangesAll)
            Equal(list, fleet, now);
        else if (step.Change is { } change)
            new OrderDesk(list, now).CarryOut(change);
    }

    private static void Equal(BlockBook list, FleetOrders fleet, DateTimeOffset now) => new OrderDesk(list, now).Equal(fleet.Everything(now).Wanted);

    private static Protection ProtectionOf(FleetOrders fleet) =>
        new(new Dictionary<ProtectionReason, IEnumerable<Cidr>> { [ProtectionReason.Ignored] = fleet.Protection.Ignored });

    private static Gen<FleetOrder> Orders_()
    {
        var target = Gen.Choose(1, 8).Select(host => $"203.0.113.{host}");
        return Gen.Frequency(
            (6, Gen.Zip(target, Gen.Elements<double?>(10, 60, null)).Select(pair => (FleetOrder)Orders.Block(pair.Item1, pair.Item2))),
            (2, target.Select(one => (FleetOrder)Orders.Unblock(one))),
            (1, Gen.Elements("203.0.113.4", "203.0.113.0/30").Select(one => (FleetOrder)Orders.Ignore(one))),
            (1, Gen.Elements("203.0.113.4", "203.0.113.0/30").Select(one => (FleetOrder)Orders.NoLongerIgnore(one))),
            (1, Gen.Elements(true, false).Select(one => (FleetOrder)Orders.Simulate(one))),
            (1, Gen.Elements(Orders.Now, Back).Select(before => (FleetOrder)new ExpireOrder(before))));
    }

    private OrderStep Take(FleetOrder order, DateTimeOffset? now = null)
    {
        var (place, logged) = _log.Next(order);
        return _orders.Take(place, logged, now ?? Orders.Now)!;
    }
}
