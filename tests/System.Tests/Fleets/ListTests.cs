using System.Globalization;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>Block lists over real processes: what a file names is dropped on every host, and let through again when the list is gone.</summary>
public sealed class ListTests
{
    private const int Strangers = 10_000;

    [Fact]
    public async Task List_is_blocked_on_all_hosts_and_freed_with_it()
    {
        await using var fleet = await Fleet.StartAsync(2);
        var (attacker, own) = (fleet.Attacker.IPv4.ToString(), fleet.Sensors[1].Host.IPv4.ToString());
        var file = await FileAsync(fleet, $"{attacker} # seen before", "192.0.2.0/24 ; SBL1", "192.0.2.128/25", "2001:db8:bad::/48", own, "nobody");

        await fleet.Coordinator.MustAsync("lists", "import", file, "--name", "strangers", "--reason", "known scanners");
        await HoldAsync(fleet, Strangers + 4);
        var list = (await fleet.Coordinator.JsonAsync("lists", "list"))[0];

        Assert.Equal(("in-force", Strangers + 5, Strangers + 4), (list.GetProperty("state").GetString(), list.GetProperty("entries").GetInt32(), list.GetProperty("blocked").GetInt32()));
        var (spared, bad) = (list.GetProperty("sparedFirst")[0], list.GetProperty("badLinesFirst")[0].GetString());
        Assert.Equal((1, own), (list.GetProperty("spared").GetInt32(), spared.GetProperty("target").GetString()));
        Assert.Contains("is an address of a sensor", spared.GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, $"line {Strangers + 6}: 'nobody' is no address or network"), (list.GetProperty("badLines").GetInt32(), bad));
        Assert.Contains("list strangers: known scanners", await fleet.Coordinator.MustAsync("source", attacker), StringComparison.Ordinal);
        foreach (var sensor in fleet.Sensors)
        {
            await using var service = sensor.Host.Serve(8080);
            Assert.False(await fleet.Attacker.CanConnectAsync(sensor.Host.IPv4, 8080), $"{sensor.Host.Name} drops the source");
        }

        await fleet.Coordinator.MustAsync("lists", "remove", "strangers", "--reason", "over");
        await fleet.BlocksAre();
        foreach (var sensor in fleet.Sensors)
        {
            await using var service = sensor.Host.Serve(8081);
            Assert.True(await fleet.Attacker.ConnectsAsync(sensor.Host.IPv4, 8081), $"{sensor.Host.Name} answers again");
        }
    }

    [Fact]
    public async Task List_whose_leader_dies_midway_is_worked_off_by_the_next()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var importing = fleet.Coordinator.AskAsync("lists", "import", await FileAsync(fleet), "--name", "strangers");
        await Eventually.True(async () => (await fleet.Sensors[0].BlocksAsync()).Count > 0, () => "some of it is blocked");

        await fleet.Coordinator.KillAsync();
        await importing;
        await fleet.StartCoordinatorAsync();

        await HoldAsync(fleet, Strangers);
        await fleet.AreUpAsync();
        Assert.Equal(Strangers, (await fleet.Coordinator.JsonAsync("lists", "list"))[0].GetProperty("blocked").GetInt32());
    }

    private static async Task<string> FileAsync(Fleet fleet, params string[] more)
    {
        var file = Path.Combine(fleet.Files.Folder, "list.txt");
        var strangers = Enumerable.Range(0, Strangers).Select(number => string.Create(CultureInfo.InvariantCulture, $"11.0.{number >> 8}.{number & 255}"));
        await File.WriteAllLinesAsync(file, strangers.Concat(more));
        return file;
    }

    private static async Task HoldAsync(Fleet fleet, int blocks)
    {
        foreach (var sensor in fleet.Sensors)
        {
            var held = 0;
            await Eventually.True(async () => (held = (await sensor.BlocksAsync()).Count) == blocks, () => $"{sensor.Host.Name} holds {blocks}, not {held}; {sensor.Errors}");
        }
    }
}
