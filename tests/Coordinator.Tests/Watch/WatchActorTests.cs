using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Watch;

/// <summary>What the console is told of a running coordinator.</summary>
public sealed class WatchActorTests : IAsyncLifetime
{
    private CoordinatorRig _rig = null!; // Set before each test.

    public async Task InitializeAsync() => _rig = await CoordinatorRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Block_is_in_the_figures_and_named_among_what_changed()
    {
        await _rig.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.7"), 3600));

        var pulse = await UntilAsync(pulse => pulse.Now.BlocksInForce == 1 && pulse.Now.LastChanges.Any(change => change.What.StartsWith("block 203.0.113.7", StringComparison.Ordinal)));

        Assert.Contains(Cidr.Parse("203.0.113.7"), pulse.LatestBlocks);
        Assert.True(pulse.Now.IsTallied);
    }

    [Fact]
    public async Task Sensor_that_is_enrolled_is_known_by_name()
    {
        await _rig.EnrolAsync("web1");

        var pulse = await UntilAsync(pulse => pulse.Sensors.Count == 1);

        Assert.Equal(1, pulse.Now.SensorsDown);
        Assert.Equal("/sensors/web1", _rig.Queries.Search("web")[0].Link);
    }

    [Fact]
    public async Task Block_is_found_by_network_at_once_after_the_change()
    {
        await _rig.ChangeAsync(new AddBlock(Cidr.Parse("203.0.113.7"), 3600));

        var page = await _rig.Queries.BlocksAsync(new BlockFilter { Overlaps = Cidr.Parse("203.0.113.0/24") }, new PageWish(), default);

        Assert.Equal((1L, "operator"), (page.Total, page.Rows[0].Origin));
        Assert.NotNull(page.Rows[0].Since);
    }

    private async Task<FleetPulse> UntilAsync(Func<FleetPulse, bool> holds)
    {
        var pulse = _rig.Watch.Pulse;
        while (!holds(pulse))
            pulse = await _rig.Watch.NextAsync(pulse, default).Soon();
        return pulse;
    }
}
