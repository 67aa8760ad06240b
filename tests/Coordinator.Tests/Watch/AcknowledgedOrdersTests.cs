using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Watch;

public sealed class AcknowledgedOrdersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
    private static readonly SensorId Web1 = SensorId.Parse("00000000000000a1");
    private readonly AcknowledgedOrders _orders = new();

    [Fact]
    public void Order_counts_once_a_sensor_from_its_moment_to_the_acknowledgement()
    {
        Begin();
        _orders.Note(Block(1, Now));
        _orders.Acknowledge(Web1, new OrderPosition("log1", 1), Now.AddMilliseconds(20));
        _orders.Acknowledge(Web1, new OrderPosition("log1", 1), Now.AddMilliseconds(900));

        var times = _orders.Of(Now);

        Assert.Equal((1L, 20.0), (times!.Count, times.Slowest));
        Assert.InRange(times.P50, 18, 20);
    }

    [Fact]
    public void Other_orders_and_those_of_before_the_stream_do_not_count()
    {
        _orders.Note(Block(1, Now.AddSeconds(-9)));
        Begin();
        _orders.Note(new LoggedOrder(2, Now, new UnblockOrder(Cidr.Parse("203.0.113.7"), "")));

        _orders.Acknowledge(Web1, new OrderPosition("log1", 2), Now.AddSeconds(1));

        Assert.Null(_orders.Of(Now));
    }

    [Fact]
    public void Sensor_that_nobody_has_seen_join_does_not_count()
    {
        _orders.Note(Block(1, Now));

        _orders.Acknowledge(Web1, new OrderPosition("log1", 1), Now.AddSeconds(1));

        Assert.Null(_orders.Of(Now));
    }

    [Fact]
    public void Clock_that_is_behind_makes_no_negative_time()
    {
        Begin();
        _orders.Note(Block(1, Now.AddSeconds(2)));

        _orders.Acknowledge(Web1, new OrderPosition("log1", 1), Now.AddSeconds(1));

        Assert.Equal(0, _orders.Of(Now.AddSeconds(1))!.Slowest);
    }

    [Fact]
    public void Quantiles_are_within_a_tenth_and_an_hour_later_all_is_forgotten()
    {
        var times = new BlockTimes();
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++)
            times.Add(TimeSpan.FromMilliseconds(milliseconds), Now);

        var found = times.Of(Now)!;

        Assert.InRange(found.P50, 500, 550);
        Assert.InRange(found.P99, 990, 1000);
        Assert.Equal((1000.0, 1000L), (found.Slowest, found.Count));
        Assert.NotNull(times.Of(Now.AddMinutes(59)));
        Assert.Null(times.Of(Now.AddMinutes(60)));
    }

    private void Begin() => _orders.Join(Web1, Now.AddSeconds(-1));

    private static LoggedOrder Block(long position, DateTimeOffset at) => new(position, at, new BlockOrder { Target = Cidr.Parse("203.0.113.7") });
}
