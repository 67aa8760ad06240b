using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>A sensor finds its coordinator by whatever addresses the coordinator's name has, and through a proxy.</summary>
public sealed class LinkTests
{
    private const string Name = "coordinators.example";
    private static readonly string Token = $"pse1.{new string('A', 43)}.{new string('0', 64)}";

    [Fact]
    public async Task Coordinator_is_reached_though_most_addresses_of_its_name_answer_nothing()
    {
        await using var lab = await NetLab.CreateAsync();
        var (home, gone, host) = (await lab.AddHostAsync("c1"), await lab.AddHostAsync("c2"), await lab.AddHostAsync("s1"));
        using var files = new CoordinatorFiles("c1", Name);
        await using var coordinator = await CoordinatorProcess.StartAsync(home, files);
        await gone.MustAsync("nft", "add table inet gone; add chain inet gone in { type filter hook input priority 0; policy drop; }; add rule inet gone in meta l4proto icmpv6 accept");
        await using var names = await HostsFile.WriteAsync(host, $"{gone.IPv6} {Name}\n{gone.IPv4} {Name}\n{home.IPv4} {Name}\n");
        using var sensorFiles = new SensorFiles().With("SENSOR_NAME", "s1");

        await host.MustAsync(Dist.Sensor, "enroll", files.Url, "--token", await coordinator.TokenAsync(), "-c", sensorFiles.Config);
        await using var sensor = await SensorProcess.StartAsync(host, sensorFiles);

        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("fleet").GetProperty("connected").GetBoolean(), () => $"the sensor is connected; {sensor.Errors}");
    }

    [Fact]
    public async Task Coordinator_behind_a_proxy_is_followed_and_the_proxy_is_never_blocked()
    {
        await using var lab = await NetLab.CreateAsync();
        var (home, gate, host) = (await lab.AddHostAsync("c1"), await lab.AddHostAsync("p1"), await lab.AddHostAsync("s1"));
        using var files = new CoordinatorFiles("c1", Name);
        await using var coordinator = await CoordinatorProcess.StartAsync(home, files);
        // The coordinator's name is known to the proxy alone.
        await using var names = await HostsFile.WriteAsync(gate, $"{home.IPv4} {Name}\n");
        await using var proxyName = await HostsFile.WriteAsync(host, $"{gate.IPv4} proxy.example\n");
        await using var proxy = await ProxyProcess.StartAsync(gate, 3128, allowed: 7443);
        using var sensorFiles = new SensorFiles().With("SENSOR_NAME", "s1").WithEnvironment("HTTPS_PROXY=http://proxy.example:3128");

        await host.MustAsync([.. sensorFiles.StartedBy, Dist.Sensor, "enroll", files.Url, "--token", await coordinator.TokenAsync(), "-c", sensorFiles.Config]);
        await using var sensor = await SensorProcess.StartAsync(host, sensorFiles);
        await coordinator.MustAsync("blocks", "add", "203.0.113.9");
        await sensor.BlocksAre("203.0.113.9");

        await Eventually.True(async () => (await sensor.AskAsync("block", gate.IPv4.ToString())).Errors.Contains("a coordinator or the proxy before one", StringComparison.Ordinal), () => $"the proxy is protected; {sensor.Errors}");
        await sensor.BlocksAre("203.0.113.9");
    }

    [Theory]
    [InlineData("drop", "no answer for 10 seconds")]
    [InlineData("reject with tcp reset", "Connection refused")]
    public async Task Coordinator_that_cannot_be_reached_is_named_with_the_reason(string verdict, string reason)
    {
        await using var lab = await NetLab.CreateAsync();
        var (gone, host) = (await lab.AddHostAsync("c1"), await lab.AddHostAsync("s1"));
        await gone.MustAsync("nft", $"add table inet gone; add chain inet gone in {{ type filter hook input priority 0; }}; add rule inet gone in tcp dport 7443 {verdict}");
        await using var names = await HostsFile.WriteAsync(host, $"{gone.IPv4} {Name}\n");
        using var files = new SensorFiles();

        var enrolled = await host.RunAsync(Dist.Sensor, "enroll", $"https://{Name}:7443", "--token", Token, "-c", files.Config);

        Assert.Equal(3, enrolled.ExitCode);
        Assert.Equal($"portsentry: not enrolled: {Name}:7443: {reason}\n", enrolled.Errors);
    }
}
