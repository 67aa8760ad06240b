using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>Several coordinators on one PostgreSQL: whichever of them fails, and however, decisions flow again, and each report takes effect once.</summary>
public sealed class ClusterTests
{
    [Theory]
    [InlineData("killed")]
    [InlineData("stopped")]
    [InlineData("cut off")]
    public async Task Leader_that_fails_is_replaced_and_no_report_is_lost_or_done_twice(string how)
    {
        await using var cluster = await Cluster.StartAsync();
        var before = await ScanAsync(cluster, 201);
        await cluster.BlocksAre(before);

        await FailAsync(cluster, how);
        var during = await ScanAsync(cluster, 202);
        await cluster.BlocksAre(before, during);
        Assert.Contains("leads from now on", cluster.Second.Errors, StringComparison.Ordinal);

        await RepairAsync(cluster, how);
        var after = await ScanAsync(cluster, 203);
        await cluster.BlocksAre(before, during, after);
        await DecidedOnceAsync(cluster, before, during, after);
    }

    [Fact]
    public async Task Sensors_of_a_coordinator_that_is_killed_go_to_the_other()
    {
        await using var cluster = await Cluster.StartAsync();
        await cluster.Second.KillAsync();

        var source = await ScanAsync(cluster, 204);

        await cluster.BlocksAre(source);
        await cluster.AreUpAsync(cluster.First);
        Assert.Single(await BlockDecisionsAsync(cluster.First, source));
    }

    [Fact]
    public async Task Database_that_is_stopped_costs_no_report_and_no_connection()
    {
        await using var cluster = await Cluster.StartAsync();
        var before = await ScanAsync(cluster, 205);
        await cluster.BlocksAre(before);
        await cluster.Database.StopAsync();

        var during = await ScanAsync(cluster, 206);
        await cluster.Sensors[0].BlocksAre(before, during);
        await Eventually.True(async () => (await FleetOfAsync(cluster.Sensors[0])).GetProperty("outboxWaiting").GetInt64() > 0, () => "the report stays with the sensor");
        Assert.True((await FleetOfAsync(cluster.Sensors[1])).GetProperty("connected").GetBoolean());

        await cluster.Database.StartAsync();
        await cluster.BlocksAre(before, during);
        await DecidedOnceAsync(cluster, before, during);
    }

    private static Task FailAsync(Cluster cluster, string how) => how switch
    {
        "killed" => cluster.First.KillAsync(),
        "stopped" => cluster.First.SignalAsync("STOP"),
        _ => cluster.First.Host.MustAsync("nft", $"add table inet cut; add chain inet cut out {{ type filter hook output priority 0; }}; add rule inet cut out ip daddr {DatabaseAddress(cluster)} drop"),
    };

    private static async Task RepairAsync(Cluster cluster, string how)
    {
        if (how == "stopped")
            await cluster.First.SignalAsync("CONT");
        else if (how == "cut off")
            await cluster.First.Host.MustAsync("nft", "delete", "table", "inet", "cut");
    }

    private static string DatabaseAddress(Cluster cluster) => cluster.Database.Host!.IPv4.ToString();

    /// <summary>Scans the first sensor's host from one more address of the attacker.</summary>
    private static async Task<string> ScanAsync(Cluster cluster, int last)
    {
        var source = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.77.0.{last}"));
        await NetLab.AddAddressAsync(cluster.Attacker, source);
        await cluster.Attacker.CanConnectAsync(cluster.Sensors[0].Host.IPv4, 111, source);
        return source.ToString();
    }

    private static async Task DecidedOnceAsync(Cluster cluster, params string[] sources)
    {
        foreach (var source in sources)
        {
            Assert.Single(await BlockDecisionsAsync(cluster.Second, source));
            Assert.Single((await cluster.Second.JsonAsync("source", source)).GetProperty("alarms").EnumerateArray());
        }
    }

    private static async Task<IReadOnlyList<string>> BlockDecisionsAsync(CoordinatorProcess member, string source) =>
        [.. (await member.JsonAsync("source", source)).GetProperty("decisions").EnumerateArray().Select(decision => decision.GetProperty("what").GetString()!).Where(what => what == "block")];

    private static async Task<global::System.Text.Json.JsonElement> FleetOfAsync(SensorProcess sensor) => (await sensor.StatusAsync()).GetProperty("fleet");
}
