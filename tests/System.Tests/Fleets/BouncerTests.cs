using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>CrowdSec's own firewall bouncer, as Debian has it, blocks by the fleet's list.</summary>
public sealed class BouncerTests
{
    private const int Port = 8080;

    [Fact]
    public async Task Firewall_bouncer_blocks_what_the_fleet_decides_and_lifts_what_it_lifts_also_over_a_restart_of_the_coordinator()
    {
        await using var fleet = await Fleet.StartAsync(1, configureCoordinator: files => files.With("crowdsec.listen", $"\"0.0.0.0:{Port}\""));
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.1", "--for", "1h");
        var host = await fleet.Lab.AddHostAsync("web");
        await using var bouncer = await BouncerProcess.StartAsync(host, $"http://{fleet.Home.IPv4}:{Port}/", await KeyAsync(fleet, "web"));
        await bouncer.BlocksAre("203.0.113.1");

        await fleet.ScanAsync(fleet.Sensors[0]);
        await fleet.Coordinator.MustAsync("blocks", "add", "2001:db8:bad::7", "--for", "1h");
        await bouncer.BlocksAre("203.0.113.1", fleet.Attacker.IPv4.ToString(), "2001:db8:bad::7");

        await fleet.Coordinator.MustAsync("blocks", "remove", "203.0.113.1");
        await bouncer.BlocksAre(fleet.Attacker.IPv4.ToString(), "2001:db8:bad::7");

        await fleet.Coordinator.StopAsync();
        await fleet.StartCoordinatorAsync();
        await fleet.Coordinator.MustAsync("blocks", "remove", "2001:db8:bad::7");
        await fleet.Coordinator.MustAsync("blocks", "add", "203.0.113.2", "--for", "25s");
        await bouncer.BlocksAre(fleet.Attacker.IPv4.ToString(), "203.0.113.2");
        await bouncer.BlocksAre(fleet.Attacker.IPv4.ToString());

        var seen = (await fleet.Coordinator.JsonAsync("bouncers", "list"))[0];
        Assert.Equal(("web", 1, host.IPv4.ToString()), (seen.GetProperty("name").GetString(), seen.GetProperty("hosts").GetInt32(), seen.GetProperty("address").GetString()));
        Assert.Contains("crowdsec-firewall-bouncer", seen.GetProperty("agent").GetString(), StringComparison.Ordinal);
    }

    private static async Task<string> KeyAsync(Fleet fleet, string name) => (await fleet.Coordinator.MustAsync("bouncers", "add", name)).Trim();
}
