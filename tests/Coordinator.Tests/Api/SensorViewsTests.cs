using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class SensorViewsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly OrderPosition Head = new("log1", 7);
    private static readonly SensorId Id = SensorId.Parse("00000000000000a1");

    private static readonly SensorState State = new()
    {
        Id = Id,
        SeenAt = Now,
        Member = "c1",
        IsConnected = true,
        Applied = new OrdersApplied { Position = Head, Digest = "0" },
        Status = new SensorStatus
        {
            Version = "3.0.0",
            Since = Now,
            Modes = ["stcp"],
            Orders = "block",
            Addresses = [Address.Parse("192.0.2.1")],
            Interfaces = ["eth0"],
            Blockers = ["nftables"],
            FramesDropped = 5,
            Blocks = 1,
            Alarms = 2,
            OutboxWaiting = 3,
            OutboxDropped = 4,
        },
    };

    private static readonly SensorRow Sensor = new() { Id = Id, Name = "web1", EnrolledAt = Now, Labels = new Dictionary<string, string> { ["env"] = "prod" }, State = State };

    [Fact]
    public void View_holds_what_the_sensor_says_of_itself() => Assert.Equivalent(
        new SensorView
        {
            Name = "web1",
            Id = "00000000000000a1",
            State = "up",
            SeenAt = Now,
            Member = "c1",
            Version = "3.0.0",
            Modes = ["stcp"],
            Orders = "block",
            Addresses = [Address.Parse("192.0.2.1")],
            Labels = new Dictionary<string, string> { ["env"] = "prod" },
            Position = 7,
            EnrolledAt = Now,
            WatchesSince = Now,
            Interfaces = ["eth0"],
            Blockers = ["nftables"],
            FramesDropped = 5,
            Blocks = 1,
            Alarms = 2,
            OutboxWaiting = 3,
            OutboxDropped = 4,
        },
        SensorViews.Of(Sensor, Head, Now),
        strict: true);

    [Fact]
    public void Sensor_that_was_never_heard_of_is_down()
    {
        var view = SensorViews.Of(Sensor with { State = null }, Head, Now);

        Assert.Equal(("down", null, "", 0), (view.State, view.SeenAt, view.Member, view.Position));
    }

    [Fact]
    public void State_is_that_of_the_orders_and_of_the_link()
    {
        Assert.Equal("up", StateOf(State with { SeenAt = Now.AddMinutes(-3) }));
        Assert.Equal("down", StateOf(State with { SeenAt = Now.AddMinutes(-3).AddTicks(-1) }));
        Assert.Equal("down", StateOf(State with { IsConnected = false }));
        Assert.Equal("behind", StateOf(State with { Applied = null }));
        Assert.Equal("behind", StateOf(State with { Applied = State.Applied! with { Position = Head with { Position = 6 } } }));
        Assert.Equal("behind", StateOf(State with { Applied = State.Applied! with { Position = Head with { LogId = "log2" } } }));
        Assert.Equal("revoked", SensorViews.Of(Sensor with { RevokedAt = Now }, Head, Now).State);
    }

    private static string StateOf(SensorState state) => SensorViews.Of(Sensor with { State = state }, Head, Now).State;
}
