using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>What the fleet is for: a scan of one host blocks its source on all.</summary>
public sealed class OneScanTests
{
    [Fact]
    public async Task Scan_of_one_host_is_blocked_on_all_and_freed_on_all()
    {
        await using var fleet = await Fleet.StartAsync(3);
        var source = fleet.Attacker.IPv4.ToString();

        await fleet.ScanAsync(fleet.Sensors[0]);
        await fleet.BlocksAre(source);
        foreach (var sensor in fleet.Sensors)
        {
            await using var service = sensor.Host.Serve(8080);
            Assert.False(await fleet.Attacker.CanConnectAsync(sensor.Host.IPv4, 8080), $"{sensor.Host.Name} drops the source");
        }

        await fleet.Coordinator.MustAsync("blocks", "remove", source, "--reason", "a colleague's scan");
        await fleet.BlocksAre();
        foreach (var sensor in fleet.Sensors)
        {
            await using var service = sensor.Host.Serve(8081);
            Assert.True(await fleet.Attacker.ConnectsAsync(sensor.Host.IPv4, 8081), $"{sensor.Host.Name} answers again");
        }
    }

    [Fact]
    public async Task One_probe_a_host_over_ten_hosts_raises_one_fleet_alarm_and_blocks_everywhere()
    {
        await using var fleet = await Fleet.StartAsync(10, files => files.With("SCAN_TRIGGER", "3"));
        var source = fleet.Attacker.IPv4.ToString();

        foreach (var sensor in fleet.Sensors)
            await fleet.ScanAsync(sensor);
        await fleet.BlocksAre(source);

        var alarms = await fleet.Coordinator.JsonAsync("alarms", "list");
        Assert.Single(alarms.EnumerateArray(), alarm => alarm.GetProperty("what").GetString() is "fleet-scan" or "address-scan");
    }

    [Fact]
    public async Task Block_for_the_fleet_asked_for_on_one_host_is_made_on_all()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var result = await fleet.Sensors[0].AskAsync("block", "203.0.113.9", "--fleet", "--for", "1h", "--reason", "a jail of fail2ban");
        Assert.True(result.ExitCode == 0, result.Errors);
        await fleet.BlocksAre("203.0.113.9");
    }

    [Fact]
    public async Task Address_on_the_ignore_list_is_freed_everywhere_and_never_blocked_again()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var source = fleet.Attacker.IPv4.ToString();
        await fleet.ScanAsync(fleet.Sensors[0]);
        await fleet.BlocksAre(source);

        await fleet.Coordinator.MustAsync("ignore", "add", source);
        await fleet.BlocksAre();
        await fleet.ScanAsync(fleet.Sensors[1]);
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.77");
        await fleet.BlocksAre("203.0.113.77");
    }

    [Fact]
    public async Task Order_for_a_protected_address_is_refused_by_the_sensor_and_shows_as_such()
    {
        await using var fleet = await Fleet.StartAsync(2, files => files.With("IGNORE_FILE", files.Add("ignore", "203.0.113.0/24\n")));
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.5");
        await Eventually.True(
            async () => (await fleet.Coordinator.JsonAsync("source", "203.0.113.5")).GetProperty("refusals").GetArrayLength() == 2,
            () => "both sensors refuse it, and say so");
        await fleet.BlocksAre();
    }

    [Fact]
    public async Task Address_of_a_sensor_is_never_blocked()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var result = await fleet.Coordinator.AskAsync("blocks", "add", fleet.Sensors[0].Host.IPv4.ToString());
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("sensor", result.Errors, StringComparison.Ordinal);
    }
}
