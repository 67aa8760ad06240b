namespace PortSentry.System.Tests.Containers;

/// <summary>docker-compose.yml and the images of packaging/docker, on a real engine.</summary>
public sealed class ComposeTests(ContainerGround ground) : IClassFixture<ContainerGround>
{
    private const string Console = "https://localhost:7444/";
    private const string OtherConsole = "https://localhost:7445/";

    [Fact]
    public async Task Two_coordinators_block_a_scan_on_all_and_the_next_one_after_the_leader_was_killed()
    {
        await using (var fleet = await ComposedFleet.UpAsync(ground, "ha", attackers: 2, "coordinator-1"))
        {
            var (first, second) = (fleet.Attackers[0], fleet.Attackers[1]);
            Assert.Equal(3, await fleet.CountAnsweringAsync(first));

            await ScanAsync(fleet, first, fleet.Sensors[0]);

            await fleet.BlocksAre(await fleet.AddressAsync(first));
            Assert.Equal((0, 3), (await fleet.CountAnsweringAsync(first), await fleet.CountAnsweringAsync(second)));

            var (leader, other) = await MembersAsync(fleet);
            await ground.Engine.MustAsync("kill", await fleet.ContainerAsync(leader));
            await ScanAsync(fleet, second, fleet.Sensors[1]);

            await fleet.BlocksAre(await fleet.AddressAsync(first), await fleet.AddressAsync(second));
            await fleet.AreUpAsync(await fleet.ContainerAsync(other), "sensor-1", "sensor-2", "sensor-3");
            await AnswersAsync(other == "coordinator-1" ? Console : OtherConsole);
        }

        Assert.Equal("", await ground.Engine.ThingsAsync());
    }

    [Fact]
    public async Task One_coordinator_with_SQLite_enrols_as_many_as_the_token_is_good_for_and_blocks_on_all()
    {
        await using (var fleet = await ComposedFleet.UpAsync(ground, "single", attackers: 1, "coordinator"))
        {
            var coordinator = await fleet.ContainerAsync("coordinator");
            var fourth = await ground.Engine.AskAsync(
                "exec", fleet.Sensors[0], "sh", "-c", "portsentry enroll https://coordinator:7443 --name fourth --token \"$(cat /run/portsentry-enrol/token)\"");
            Assert.Equal(3, fourth.ExitCode);
            Assert.Contains("used up", fourth.Errors, StringComparison.Ordinal);

            await fleet.MustAsync(coordinator, "portsentry-coordinator", "blocks", "add", "203.0.113.7");
            await fleet.BlocksAre("203.0.113.7");
            await fleet.MustAsync(coordinator, "portsentry-coordinator", "blocks", "remove", "203.0.113.7");
            await fleet.BlocksAre();
            await AnswersAsync(Console);
        }

        Assert.Equal("", await ground.Engine.ThingsAsync());
    }

    private static Task<string> ScanAsync(ComposedFleet fleet, string attacker, string sensor) =>
        fleet.MustAsync(attacker, "nmap", "-sS", "-Pn", "-n", "-p", "1-200", sensor[..12]);

    /// <summary>The member that leads, and the other one.</summary>
    private static async Task<(string Leader, string Other)> MembersAsync(ComposedFleet fleet)
    {
        var members = (await fleet.JsonAsync(await fleet.ContainerAsync("coordinator-1"), "portsentry-coordinator", "members", "list")).EnumerateArray()
            .ToDictionary(member => member.GetProperty("name").GetString()!, member => member.GetProperty("isLeader").GetBoolean());
        return (Assert.Single(members, member => member.Value).Key, Assert.Single(members, member => !member.Value).Key);
    }

    private async Task AnswersAsync(string console)
    {
        var page = await ground.Engine.RunAsync("curl", "--silent", "--insecure", "--location", console);
        Assert.Contains("PortSentry", page.Output, StringComparison.Ordinal);
    }
}
