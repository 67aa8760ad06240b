using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class EventTextTests
{
    private static readonly FleetPulse Pulse = new() { BlocksChanged = 3, LatestBlocks = [Cidr.Parse("192.0.2.3"), Cidr.Parse("192.0.2.2"), Cidr.Parse("192.0.2.1")] };

    [Fact]
    public void Nothing_happened_is_no_event() =>
        Assert.Empty(EventText.Between(Pulse, Pulse with { Now = Pulse.Now with { At = DateTimeOffset.UnixEpoch.AddDays(1) } }));

    [Fact]
    public void What_changed_since_the_known_pulse_is_told_once()
    {
        var later = Pulse with { BlocksChanged = 4, LatestBlocks = [Cidr.Parse("192.0.2.4"), .. Pulse.LatestBlocks] };

        Assert.Equal("event: blocks\ndata: {\"count\":1,\"targets\":[\"192.0.2.4\"]}\n\n", EventText.Between(Pulse, later));
    }

    [Fact]
    public void Who_was_slow_hears_how_many_there_were_and_the_latest()
    {
        var later = Pulse with { SensorsChanged = 900, LatestSensors = [new SensorTurn("web1", "down")] };

        Assert.Equal("event: sensors\ndata: {\"count\":900,\"sensors\":[{\"name\":\"web1\",\"state\":\"down\"}]}\n\n", EventText.Between(Pulse, later));
    }

    [Fact]
    public void Figures_are_told_when_one_is_another()
    {
        var text = EventText.Between(Pulse, Pulse with { Now = Pulse.Now with { BlocksInForce = 7 } });

        Assert.StartsWith("event: now\ndata: {\"sentence\":", text, StringComparison.Ordinal);
        Assert.Contains("\"blocksInForce\":7", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Counts_that_began_anew_are_told_from_the_beginning() =>
        Assert.Contains("\"count\":1", EventText.Between(Pulse, Pulse with { BlocksChanged = 1 }), StringComparison.Ordinal);
}
