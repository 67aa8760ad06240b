using System.Text.Json;
using PortSentry.TestKit;

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
            await fleet.AllAnswerAsync(first);

            await ScanAsync(fleet, first, fleet.Sensors[0]);

            await fleet.BlocksAre(await fleet.AddressAsync(first));
            Assert.Equal(0, await fleet.CountAnsweringAsync(first));
            await fleet.AllAnswerAsync(second);

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
        await using (var fleet = await ComposedFleet.UpAsync(ground, ComposedFleet.One, attackers: 1, $"{ComposedFleet.Prefix}coordinator"))
        {
            var coordinator = await fleet.ContainerAsync($"{ComposedFleet.Prefix}coordinator");
            var attacker = fleet.Attackers[0];
            var fourth = await ground.Engine.AskAsync(
                "exec", fleet.Sensors[0], "sh", "-c", "portsentry enroll https://coordinator:7443 --name fourth --token \"$(cat /run/portsentry-enrol/token)\"");
            Assert.Equal(3, fourth.ExitCode);
            Assert.Contains("used up", fourth.Errors, StringComparison.Ordinal);

            await fleet.AllAnswerAsync(attacker);
            await ScanAsync(fleet, attacker, fleet.Sensors[0]);
            await fleet.BlocksAre(await fleet.AddressAsync(attacker));
            Assert.Equal(0, await fleet.CountAnsweringAsync(attacker));

            await fleet.MustAsync(coordinator, "portsentry-coordinator", "blocks", "remove", await fleet.AddressAsync(attacker));
            await fleet.BlocksAre();
            await fleet.AllAnswerAsync(attacker);
            await AnswersAsync(Console);
        }

        Assert.Equal("", await ground.Engine.ThingsAsync());
    }

    [Fact]
    public async Task Many_hosts_are_enrolled_by_the_loop_of_the_documents_and_one_more_than_the_token_is_good_for_is_not()
    {
        await using (var fleet = await ComposedFleet.UpAsync(ground, "single", attackers: 1, "coordinator"))
        {
            var coordinator = await fleet.ContainerAsync("coordinator");
            await using var hosts = await EnrolledHosts.StartAsync(ground.Engine, "host-1", "host-2", "host-3", "host-4");

            // The first stands in the list twice: what is refused uses nothing up.
            var loop = await hosts.EnrolAsync(coordinator, uses: 3, "host-1", "host-1", "host-2", "host-3", "host-4");

            Assert.Equal(["host-1: not enrolled", "host-4: not enrolled"], loop.Errors.Split('\n').Where(line => line.EndsWith(": not enrolled", StringComparison.Ordinal)));
            Assert.Contains("the name host-1 is taken", loop.Errors, StringComparison.Ordinal);
            Assert.Contains("used up", loop.Errors, StringComparison.Ordinal);
            await fleet.AreUpAsync(coordinator, "host-1", "host-2", "host-3", "sensor-1", "sensor-2", "sensor-3");
        }

        Assert.Equal("", await ground.Engine.ThingsAsync());
    }

    [Fact]
    public async Task Sensor_in_a_container_guards_its_host_and_its_blocks_outlive_it()
    {
        var published = await ground.Engine.MustAsync("run", "-d", "--publish", "81:80", "portsentry-lab", "busybox", "httpd", "-f", "-p", "80", "-h", "/srv");
        var attacker = await ground.Engine.MustAsync("run", "-d", "portsentry-lab");
        await HostSensorAsync("up", "-d", "--no-build");
        try
        {
            var sensor = (await HostSensorAsync("ps", "-q", "sensor")).Trim();
            await Eventually.True(async () => (await ground.Engine.AskAsync("exec", sensor, "portsentry", "status")).ExitCode == 0, () => "the sensor watches");

            Assert.Contains("may be used", await ground.Engine.MustAsync("exec", attacker, "busybox", "wget", "-q", "-O-", $"http://{DockerEngine.Gateway}:81/"), StringComparison.Ordinal);
            await ground.Engine.MustAsync("exec", attacker, "nmap", "-sS", "-Pn", "-n", "-p", "111", DockerEngine.Gateway);

            var address = await ground.Engine.MustAsync("inspect", "--format", "{{.NetworkSettings.IPAddress}}", attacker);
            var blocks = "[]";
            await Eventually.True(async () => (blocks = await ground.Engine.MustAsync("exec", sensor, "portsentry", "blocks", "-o", "json")).Contains(address, StringComparison.Ordinal), () => $"{address} is blocked: {blocks}");
            Assert.Equal([(address, 111)], JsonDocument.Parse(blocks).RootElement.EnumerateArray().Select(block => (block.GetProperty("target").GetString(), block.GetProperty("port").GetInt32())));
        }
        finally
        {
            await HostSensorAsync("down", "-v");
            await ground.Engine.MustAsync("rm", "-f", attacker, published);
        }

        Assert.Contains("172.17.0.", (await ground.Engine.RunAsync("nft", "list", "table", "inet", "portsentry")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ground.Engine.RunAsync("nft", "delete", "table", "inet", "portsentry")).ExitCode);
        Assert.Equal("", await ground.Engine.ThingsAsync());
    }

    [Fact]
    public async Task Engine_of_the_tests_leaves_nothing_behind()
    {
        string name;
        await using (var engine = await DockerEngine.StartAsync())
        {
            name = engine.Name;
            await Command.MustAsync("sh", "-c", $"docker --host {ground.Engine.Host} save {ContainerGround.Base} | docker --host {engine.Host} load");
            await engine.MustAsync("run", "-d", "--volume", "state:/state", ContainerGround.Base, "sleep", "infinity");
            Assert.NotEmpty(engine.ControlGroups());
        }

        Assert.DoesNotContain(name, await Command.MustAsync("ip", "netns", "list"), StringComparison.Ordinal);
        Assert.DoesNotContain(name, await File.ReadAllTextAsync("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.DoesNotContain(name, await Command.MustAsync("ps", "-eo", "args"), StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories("/sys/fs/cgroup", name, SearchOption.AllDirectories));
    }

    private Task<string> HostSensorAsync(params string[] words) =>
        ground.ComposeAsync("packaging/docker/sensor-host.yml", ["CONFIG=./lab/portsentry.conf"], words);

    // By its name, as whoever tries the lab does. nmap is content with a name that nobody knows.
    private static async Task ScanAsync(ComposedFleet fleet, string attacker, string sensor) =>
        Assert.Contains("1 host up", await fleet.MustAsync(attacker, "nmap", "-sS", "-Pn", "-n", "-p", "1-200", sensor[..12]), StringComparison.Ordinal);

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
