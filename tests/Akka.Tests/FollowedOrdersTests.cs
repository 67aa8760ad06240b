using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Sensor.Akka;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Akka.Tests;

public sealed class FollowedOrdersTests
{
    private const string Log = "3f9a5c0d17e2b846";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public void Orders_that_come_twice_are_passed_once()
    {
        var orders = new FollowedOrders(At(5));

        Assert.Equal([6, 7], Positions(orders.TakeDirect(Text(Order(6), Order(7), Ping(7)))));
        Assert.Equal([8], Positions(orders.TakePublished(Text(Order(7), Order(8)))));
        Assert.Empty(Positions(orders.TakeDirect(Text(Order(8)))));
    }

    [Fact]
    public void What_is_published_before_the_coordinator_has_told_the_rest_waits()
    {
        var orders = new FollowedOrders(At(5));

        Assert.Empty(Positions(orders.TakePublished(Text(Order(8)))));
        Assert.Equal([6, 7, 8], Positions(orders.TakeDirect(Text(Order(6), Order(7), Ping(7)))));
    }

    [Fact]
    public void Order_that_is_missing_is_found_by_the_next_one_or_by_a_ping()
    {
        var orders = new FollowedOrders(At(5));
        orders.TakeDirect(Text(Ping(5)));

        Assert.True(orders.TakePublished(Text(Order(7))).IsMissing);
        Assert.True(orders.TakeDirect(Text(Ping(6))).IsMissing);
        Assert.Equal(At(5), orders.Last);
    }

    [Fact]
    public void Clock_of_whoever_decides_goes_before_the_orders_by_it()
    {
        var orders = new FollowedOrders(At(5));
        orders.TakeDirect(Text(Ping(5)));

        var (passed, isMissing) = orders.TakePublished(Text(Ping(5), Order(6)));

        Assert.False(isMissing);
        Assert.Equal([typeof(Pinged), typeof(OrderCame)], passed.Select(one => one.GetType()));
    }

    [Fact]
    public void Snapshot_says_where_the_orders_begin()
    {
        var orders = new FollowedOrders(null);
        var snapshot = Encoding.UTF8.GetString(StreamText.Snapshot(new SnapshotWanted(Log, 40, "the sensor holds no orders")));

        var (passed, isMissing) = orders.TakeDirect(Text(snapshot, Order(41), Ping(41)));

        Assert.False(isMissing);
        Assert.IsType<SnapshotAsked>(passed[0]);
        Assert.Equal([41], Positions((passed, false)));
    }

    [Fact]
    public void Orders_of_another_log_are_not_passed()
    {
        var orders = new FollowedOrders(At(5));
        orders.TakeDirect(Text(Ping(5)));

        Assert.Equal((false, 0), (orders.TakePublished(Text(Order(6, "0000000000000001"))).IsMissing, orders.TakePublished(Text(Order(6, "0000000000000001"))).Passed.Count));
    }

    /// <summary>Publications are lost, come late and come twice; whenever something is found missing the coordinator is asked for the rest, and at last it pings.</summary>
    [Fact]
    public void Whatever_is_lost_each_order_is_passed_once_in_its_place() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte Order, bool IsPing)[]>(),
        happenings =>
        {
            const int Last = 40;
            var orders = new FollowedOrders(At(0));
            List<long> passed = [];
            long told = 0;
            foreach (var (number, isPing) in happenings ?? [])
            {
                told = Math.Max(told, number % (Last + 1));
                Take(orders, passed, isPing ? orders.TakeDirect(Text(Ping(told))) : orders.TakePublished(Text(Order(Math.Max(1, number % (Last + 1))))), told);
            }

            Take(orders, passed, orders.TakeDirect(Text(Ping(Last))), Last);
            Assert.Equal(Enumerable.Range(1, Last).Select(position => (long)position), passed);
        }).QuickCheckThrowOnFailure();

    private static void Take(FollowedOrders orders, List<long> passed, (IReadOnlyList<LinkEvent> Passed, bool IsMissing) taken, long told)
    {
        passed.AddRange(Positions(taken));
        if (!taken.IsMissing)
            return;

        orders.CatchUp();
        var rest = Enumerable.Range((int)orders.Last!.Value.Position + 1, (int)(told - orders.Last.Value.Position)).Select(position => Order(position));
        var (caughtUp, isMissing) = orders.TakeDirect(Text([.. rest, Ping(told)]));
        passed.AddRange(Positions((caughtUp, isMissing)));
        Assert.False(isMissing);
    }

    private static IEnumerable<long> Positions((IReadOnlyList<LinkEvent> Passed, bool IsMissing) taken) => [.. taken.Passed.OfType<OrderCame>().Select(came => came.Place.Position)];

    private static OrderPosition At(long position) => new(Log, position);

    private static ReadOnlyMemory<byte> Text(params string[] events) => Encoding.UTF8.GetBytes(string.Concat(events));

    private static string Ping(long position) => Encoding.UTF8.GetString(StreamText.Ping(new StreamPing(Now, position)));

    private static string Order(long position, string log = Log) =>
        Encoding.UTF8.GetString(StreamText.Order(log, new LoggedOrder(position, Now, new UnblockOrder(Cidr.Parse("192.0.2.7"), "a test"))));
}
