using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>What is lost and what is not when parts of a fleet fail: at the end nothing is missing, nothing was done twice, and all block lists are equal.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task Coordinator_that_is_gone_gets_everything_on_its_return_once()
    {
        await using var fleet = await Fleet.StartAsync(2);
        await fleet.Coordinator.KillAsync();

        string[] sources = [await SourceAsync(fleet, 201), await SourceAsync(fleet, 202)];
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(sources[0]));
        await fleet.ScanAsync(fleet.Sensors[1], from: IPAddress.Parse(sources[1]));
        await fleet.Sensors[0].BlocksAre(sources[0]);
        await fleet.Sensors[1].BlocksAre(sources[1]);

        await fleet.StartCoordinatorAsync();
        await fleet.BlocksAre(sources);
        await fleet.AreUpAsync();
        await AlarmsAreAsync(fleet, sources);
        await OutboxesAreEmptyAsync(fleet);
    }

    [Fact]
    public async Task Link_that_was_cut_brings_what_was_missed_in_both_directions()
    {
        await using var fleet = await Fleet.StartAsync(2);
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.1");
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.2");
        await fleet.BlocksAre("203.0.113.1", "203.0.113.2");
        var lonely = fleet.Sensors[1];
        await lonely.Host.MustAsync("nft", $"add table inet cut; add chain inet cut out {{ type filter hook output priority 0; }}; add rule inet cut out ip daddr {fleet.Home.IPv4} drop");

        var source = await SourceAsync(fleet, 203);
        await fleet.ScanAsync(lonely, from: IPAddress.Parse(source));
        await lonely.BlocksAre(source, "203.0.113.1", "203.0.113.2");
        await fleet.Coordinator.MustAsync("blocks", "remove", "203.0.113.1");
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.3");
        // A coordinator that starts anew keeps no orders in memory: who is behind fetches a snapshot.
        await fleet.Coordinator.KillAsync();
        await fleet.StartCoordinatorAsync();

        await lonely.Host.MustAsync("nft", "delete", "table", "inet", "cut");
        await fleet.BlocksAre(source, "203.0.113.2", "203.0.113.3");
        await fleet.AreUpAsync();
        await AlarmsAreAsync(fleet, source);
    }

    [Fact]
    public async Task Killed_sensor_goes_on_where_it_was()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var killed = fleet.Sensors[0];
        await fleet.Coordinator.KillAsync();
        var source = await SourceAsync(fleet, 204);
        await fleet.ScanAsync(killed, from: IPAddress.Parse(source));
        await killed.BlocksAre(source);
        await Eventually.True(async () => (await killed.StatusAsync()).GetProperty("fleet").GetProperty("outboxWaiting").GetInt64() > 0, () => "the report waits in the outbox");
        await killed.KillAsync();

        await fleet.StartCoordinatorAsync();
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.4");
        await fleet.RestartAsync(killed);

        await fleet.BlocksAre(source, "203.0.113.4");
        await AlarmsAreAsync(fleet, source);
    }

    [Fact]
    public async Task Stopped_coordinator_holds_up_no_sensor_and_goes_on()
    {
        await using var fleet = await Fleet.StartAsync(2);
        await fleet.Coordinator.SignalAsync("STOP");
        var source = await SourceAsync(fleet, 205);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(source));
        await fleet.Sensors[0].BlocksAre(source);

        await fleet.Coordinator.SignalAsync("CONT");

        await fleet.BlocksAre(source);
        await AlarmsAreAsync(fleet, source);
    }

    [Fact]
    public async Task Coordinator_with_a_full_disk_refuses_reports_and_takes_them_later()
    {
        await using var fleet = await Fleet.StartAsync(2, null, files => Directory.CreateDirectory(files.State));
        await fleet.Coordinator.StopAsync();
        await using var disk = await Disk.MountAsync(fleet.Files.State, 4 * 1024 * 1024, fleet.Files.State + "-old");
        await fleet.StartCoordinatorAsync();
        await disk.FillAsync();

        var source = await SourceAsync(fleet, 206);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(source));
        await fleet.Sensors[0].BlocksAre(source);
        await Eventually.True(async () => (await fleet.Sensors[0].StatusAsync()).GetProperty("fleet").GetProperty("outboxWaiting").GetInt64() > 0, () => "the report stays with the sensor");

        await disk.FreeAsync();
        await fleet.BlocksAre(source);
        await AlarmsAreAsync(fleet, source);
    }

    [Fact]
    public async Task Coordinator_restored_from_an_old_backup_converges_with_its_fleet()
    {
        await using var fleet = await Fleet.StartAsync(2);
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.6");
        await fleet.BlocksAre("203.0.113.6");
        var backup = Path.Combine(fleet.Files.Folder, "backup.db");
        await fleet.Coordinator.MustAsync("backup", backup);
        await fleet.Coordinator.MustAsync("blocks", "remove", "203.0.113.6");
        var source = await SourceAsync(fleet, 207);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(source));
        await fleet.BlocksAre(source);

        var refused = await fleet.Coordinator.AskAsync("restore", backup);
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("coordinator.db open: stop it first", refused.Errors, StringComparison.Ordinal);
        await fleet.Coordinator.StopAsync();
        var restored = await fleet.Coordinator.AskAsync("restore", backup);
        Assert.True(restored.ExitCode == 0, restored.Errors);
        await fleet.StartCoordinatorAsync();

        // The backup knows of the one block, the sensor that saw the scan reports the other.
        await fleet.BlocksAre(source, "203.0.113.6");
        await fleet.AreUpAsync();
        Assert.Equal([source, "203.0.113.6"], await fleet.Coordinator.BlocksAsync());
    }

    [Fact]
    public async Task Report_that_no_decision_can_be_made_on_is_set_aside_and_what_waits_behind_it_is_decided_on()
    {
        await using var fleet = await Fleet.StartAsync(2);
        await Command.MustAsync(
            "python3",
            "-c",
            """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1], timeout=30)
            store.execute("insert into inbox (at, sensor_id, reports, body) select 0, id, 1, '[{\"report\":\"evidence\",\"seq\":1,\"contacts\":null}]' from sensors where name = 's1'")
            store.execute("insert into inbox (at, sensor_id, reports, body) select 0, id, 1, 'no JSON at all' from sensors where name = 's2'")
            store.commit()
            """,
            Path.Combine(fleet.Files.State, "coordinator.db"));
        var source = await SourceAsync(fleet, 208);
        await fleet.ScanAsync(fleet.Sensors[0], from: IPAddress.Parse(source));

        await fleet.BlocksAre(source);
        await AlarmsAreAsync(fleet, source);
        Assert.Equal(2, fleet.Coordinator.Errors.Split('\n').Count(line => line.Contains("it is set aside", StringComparison.Ordinal)));
        Assert.Contains("set aside reports 1 to 1 of s1", await fleet.Coordinator.MustAsync("audit", "list", "-o", "json"), StringComparison.Ordinal);
    }

    /// <summary>One more address of the attacker.</summary>
    private static async Task<string> SourceAsync(Fleet fleet, int last)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"10.77.0.{last}");
        await NetLab.AddAddressAsync(fleet.Attacker, IPAddress.Parse(source));
        return source;
    }

    /// <summary>Every source has one alarm of a sensor, and one decision to block.</summary>
    private static async Task AlarmsAreAsync(Fleet fleet, params string[] sources)
    {
        var alarms = (await fleet.Coordinator.JsonAsync("alarms", "list")).EnumerateArray()
            .Where(alarm => alarm.GetProperty("what").GetString() == "port-scan").Select(alarm => alarm.GetProperty("source").GetString()!);
        Assert.Equal(sources.Order(StringComparer.Ordinal), alarms.Order(StringComparer.Ordinal));
        foreach (var source in sources)
        {
            var decisions = (await fleet.Coordinator.JsonAsync("source", source)).GetProperty("decisions").EnumerateArray();
            Assert.Single(decisions, decision => decision.GetProperty("what").GetString() == "block");
        }
    }

    private static async Task OutboxesAreEmptyAsync(Fleet fleet)
    {
        foreach (var sensor in fleet.Sensors)
        {
            await Eventually.True(
                async () => (await sensor.StatusAsync()).GetProperty("fleet").GetProperty("outboxWaiting").GetInt64() == 0,
                () => "all reports were taken");
        }
    }
}
