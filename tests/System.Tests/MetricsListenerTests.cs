using System.Globalization;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Who asks for metrics, health and readiness, where, and what he cannot do.</summary>
public sealed class MetricsListenerTests
{
    private const int Port = MetricsPage.SensorPort;
    private const int CouldNotConnect = 7; // of curl

    // Opens connections that say nothing, all the time, and keeps the latest 400.
    private const string Stranger = """
        import socket, sys, time
        held = []
        while True:
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex((sys.argv[1], int(sys.argv[2])))
            held.append(one)
            if len(held) > 400:
                held.pop(0).close()
            time.sleep(0.002)
        """;

    [Fact]
    public async Task Programs_say_that_they_live_and_are_ready()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"127.0.0.1:{Port}"));
        foreach (var (host, port) in new[] { (fleet.Sensors[0].Host, Port), (fleet.Home, MetricsPage.CoordinatorPort) })
        {
            Assert.Equal("ok\n", await MetricsPage.ReadAsync(host, port, "/healthz"));
            Assert.Equal("ok\n", await MetricsPage.ReadAsync(host, port, "/readyz"));
        }
    }

    [Fact]
    public async Task Coordinator_without_its_store_lives_but_is_not_ready()
    {
        await using var cluster = await Cluster.StartAsync();
        var host = cluster.First.Host;
        await MetricsPage.ReadAsync(host, MetricsPage.CoordinatorPort, "/readyz");

        await cluster.Database.StopAsync();
        await AnswerIsAsync(host, "/readyz", "the store cannot be reached\n503");
        await AnswerIsAsync(host, "/healthz", "ok\n200");
        Assert.Contains("\nportsentry_coordinator_store_up 0\n", await MetricsPage.ReadAsync(host, MetricsPage.CoordinatorPort, "/metrics"), StringComparison.Ordinal);

        await cluster.Database.StartAsync();
        await AnswerIsAsync(host, "/readyz", "ok\n200");
    }

    [Fact]
    public async Task Coordinator_tells_nothing_where_that_is_said()
    {
        await using var fleet = await Fleet.StartAsync(0, configureCoordinator: files => files.With("metrics.listen", "off"));
        Assert.Equal(CouldNotConnect, (await fleet.Home.RunAsync("curl", "-s", MetricsPage.Url(MetricsPage.CoordinatorPort, "/metrics"))).ExitCode);
    }

    [Fact]
    public async Task Strangers_who_take_every_connection_hold_up_no_block()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"0.0.0.0:{Port}"));
        var sensor = fleet.Sensors[0];
        using var stranger = (await fleet.Lab.AddHostAsync("stranger")).Start("python3", "-c", Stranger, sensor.Host.IPv4.ToString(), Port.ToString(CultureInfo.InvariantCulture));
        try
        {
            await Eventually.True(
                async () => (await sensor.Host.MustAsync("ss", "-Htn", "state", "established", "sport", "=", $":{Port}")).Count('\n') >= 16,
                () => "strangers have every connection");
            await fleet.ScanAsync(sensor);
            await fleet.BlocksAre(fleet.Attacker.IPv4.ToString());
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
            await stranger.WaitForExitAsync();
        }

        var metrics = await MetricsPage.ReadAsync(sensor.Host, Port, "/metrics");
        Assert.Contains("\nportsentry_time_to_block_seconds_bucket{le=\"30\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nportsentry_frames_dropped_total 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_moves_the_listener_and_its_port_is_no_tripwire()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"0.0.0.0:{Port}").With("TCP_PORTS", $"111,{Port},{Port + 1}"));
        var sensor = fleet.Sensors[0];
        await MetricsPage.ReadAsync(sensor.Host, Port, "/metrics");
        sensor.Files.With("METRICS_LISTEN", $"0.0.0.0:{Port + 1}");
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);
        await MetricsPage.ReadAsync(sensor.Host, Port + 1, "/metrics");
        Assert.NotEqual(0, (await sensor.Host.RunAsync("curl", "-sf", MetricsPage.Url(Port, "/metrics"))).ExitCode);

        Assert.Equal(0, (await fleet.Attacker.RunAsync("curl", "-sf", "--max-time", "10", $"http://{sensor.Host.IPv4}:{Port + 1}/readyz")).ExitCode);
        await sensor.BlocksAre();

        sensor.Files.With("METRICS_LISTEN", "somewhere");
        var refused = await sensor.AskAsync("reload");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Matches(@"portsentry\.conf:\d+: .*METRICS_LISTEN=""somewhere""", refused.Errors);
        await MetricsPage.ReadAsync(sensor.Host, Port + 1, "/metrics");
    }

    private static async Task AnswerIsAsync(NetHost host, string path, string expected)
    {
        var answer = "";
        await Eventually.True(
            async () => (answer = (await host.RunAsync("curl", "-s", "-w", "%{http_code}", MetricsPage.Url(MetricsPage.CoordinatorPort, path))).Output) == expected,
            () => $"{path} is {expected}, not {answer}");
    }
}
