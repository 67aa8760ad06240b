using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>The clocks of a fleet disagree, or are set: scans are blocked everywhere all the same, blocks last as long as they were meant to, and nothing that was accepted is lost.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(-0.02)]
    [InlineData(1)]
    public async Task Scan_is_blocked_everywhere_though_the_coordinators_clock_is_not_the_sensors(double days)
    {
        await using var fleet = await Fleet.StartAsync(2);
        var faults = await RestartCoordinatorAsync(fleet);

        faults.SetClock(TimeSpan.FromDays(days));
        var source = await SourceAsync(fleet, 211);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(source));
        await fleet.BlocksAre(source);
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.1", "--for", "1h");

        await fleet.BlocksAre(source, "203.0.113.1");
        await fleet.AreUpAsync();
        foreach (var sensor in fleet.Sensors)
            await LastsAnHourAsync(sensor);
        await AlarmsAreAsync(fleet, source);
    }

    [Theory]
    [InlineData(-0.02)]
    [InlineData(0.02)]
    [InlineData(1)]
    public async Task Coordinator_whose_clock_is_set_and_set_right_again_goes_on_and_knows_who_is_down(double days)
    {
        await using var fleet = await Fleet.StartAsync(2);
        var faults = await RestartCoordinatorAsync(fleet);
        string[] sources = [await SourceAsync(fleet, 212), await SourceAsync(fleet, 213), await SourceAsync(fleet, 214)];
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(sources[0]));
        await fleet.BlocksAre(sources[0]);

        faults.SetClock(TimeSpan.FromDays(days));
        await fleet.ScanAsync(fleet.Sensors[1], from: IPAddress.Parse(sources[1]));
        await fleet.BlocksAre(sources[..2]);
        await fleet.AreUpAsync();
        faults.SetClock(TimeSpan.Zero);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(sources[2]));
        await fleet.BlocksAre(sources);
        await fleet.AreUpAsync();

        // What is over by a clock is over: of the first block the fleet knows no more, and after a restart only the sensor that made it has it still.
        // A sensor that has not kept the order that ended it carries out once more what came before, until it ends by itself.
        var isOver = days >= 1;
        var kept = Path.Combine(fleet.Sensors[1].Files.State, "orders");
        await Eventually.True(() => File.Exists(kept) && File.ReadAllText(kept) is var orders && orders.Contains(sources[2], StringComparison.Ordinal) && orders.Contains(sources[0], StringComparison.Ordinal) != isOver, "the sensor has kept the orders");
        await fleet.Sensors[1].KillAsync();
        await StateIsAsync(fleet, "s2", "down");
        await fleet.RestartAsync(fleet.Sensors[1]);
        await fleet.AreUpAsync();
        await fleet.Sensors[0].BlocksAre(sources);
        await fleet.Sensors[1].BlocksAre(isOver ? sources[1..] : sources);
        await AlarmsAreAsync(fleet, sources);
        Assert.InRange(fleet.Coordinator.Errors.Split('\n').Count(line => line.Contains("the blocks of the fleet end by the clock", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task Sensor_that_comes_while_the_coordinators_clock_is_far_ahead_is_let_in_when_it_is_set_right()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var faults = await RestartCoordinatorAsync(fleet);
        faults.SetClock(TimeSpan.FromDays(60));
        await fleet.Sensors[0].KillAsync();
        await fleet.RestartAsync(fleet.Sensors[0]);
        await Eventually.True(() => fleet.Sensors[0].Errors.Contains("clocks is wrong", StringComparison.Ordinal), "its operator is told why");

        faults.SetClock(TimeSpan.Zero);

        await fleet.AreUpAsync();
    }

    [Fact]
    public async Task Sensor_whose_clock_is_far_behind_blocks_by_itself_and_joins_its_fleet_when_it_has_the_time()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var faults = await RestartSensorAsync(fleet, 0, TimeSpan.FromDays(-10_000));
        await Eventually.True(() => fleet.Sensors[0].Errors.Contains("clocks is wrong", StringComparison.Ordinal), "its operator is told why");
        var source = await SourceAsync(fleet, 215);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(source));
        await fleet.Sensors[0].BlocksAre(source);
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.2", "--for", "1h");
        await fleet.Sensors[1].BlocksAre("203.0.113.2");

        faults.SetClock(TimeSpan.Zero);

        await fleet.BlocksAre(source, "203.0.113.2");
        await fleet.AreUpAsync();
        foreach (var sensor in fleet.Sensors)
            await LastsAnHourAsync(sensor);
        await AlarmsAreAsync(fleet, source);
        Assert.Single(fleet.Sensors[0].Errors.Split('\n'), line => line.Contains("clocks is wrong", StringComparison.Ordinal));
    }

    /// <summary>Starts the coordinator again as one whose clock can be set.</summary>
    private static async Task<Faults> RestartCoordinatorAsync(Fleet fleet)
    {
        await fleet.Coordinator.StopAsync();
        var faults = await fleet.Files.PrepareFaultsAsync();
        await fleet.StartCoordinatorAsync();
        // How far a sensor is may not have been written down before the stop: it says so again after the next order.
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.99");
        await fleet.Coordinator.MustAsync("blocks", "remove", "203.0.113.99");
        await fleet.AreUpAsync();
        return faults;
    }

    /// <summary>Starts a sensor again as one whose clock is off.</summary>
    private static async Task<Faults> RestartSensorAsync(Fleet fleet, int which, TimeSpan off)
    {
        await fleet.Sensors[which].StopAsync();
        var faults = await fleet.Sensors[which].Files.PrepareFaultsAsync();
        faults.SetClock(off);
        await fleet.RestartAsync(fleet.Sensors[which]);
        return faults;
    }

    private static Task StateIsAsync(Fleet fleet, string sensor, string state) => Eventually.True(
        async () => (await fleet.Coordinator.SensorsAsync())[sensor] == state,
        () => $"{sensor} is {state}; {fleet.Coordinator.Errors}");

    /// <summary>One more address of the attacker.</summary>
    private static async Task<string> SourceAsync(Fleet fleet, int last)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"10.77.0.{last}");
        await NetLab.AddAddressAsync(fleet.Attacker, IPAddress.Parse(source));
        return source;
    }

    /// <summary>What a sensor blocks by the policy, or for an hour, has an hour to go by its own clock.</summary>
    private static async Task LastsAnHourAsync(SensorProcess sensor)
    {
        foreach (var block in await sensor.BlocksAsync())
            Assert.InRange(block.GetProperty("until").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1) - Slack, TimeSpan.FromHours(1) + Slack);
    }

    private static async Task AlarmsAreAsync(Fleet fleet, params string[] sources) => Assert.Equal(
        sources.Order(StringComparer.Ordinal),
        (await fleet.Coordinator.JsonAsync("alarms", "list")).EnumerateArray()
            .Where(alarm => alarm.GetProperty("what").GetString() == "port-scan").Select(alarm => alarm.GetProperty("source").GetString()!).Order(StringComparer.Ordinal));
}
