using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>The metrics of both programs, read by a real Prometheus.</summary>
public sealed partial class MetricsTests
{
    private const int Port = 9836;
    private const int CoordinatorPort = 7445;
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
    public async Task Prometheus_reads_both_programs_and_knows_the_alarms()
    {
        await using var fleet = await Fleet.StartAsync(2, files => files.With("METRICS_LISTEN", $"0.0.0.0:{Port}"));
        using var folder = new TemporaryFolder();
        using var prometheus = await StartPrometheusAsync(fleet, folder);
        try
        {
            await fleet.ScanAsync(fleet.Sensors[0]);
            await fleet.BlocksAre(fleet.Attacker.IPv4.ToString());

            await QueryIsAsync(fleet, "sum(portsentry_alarms_total)", 1);
            await QueryIsAsync(fleet, "sum(portsentry_coordinator_alarms_total{kind=\"syn\"})", 1);
            await QueryIsAsync(fleet, "sum(portsentry_blocks)", 2);
            await QueryIsAsync(fleet, "sum(portsentry_blocker_blocks{blocker=\"nftables\"})", 2);
            await QueryIsAsync(fleet, "sum(portsentry_link_up)", 2);
            await QueryIsAsync(fleet, "portsentry_coordinator_sensors{state=\"up\"}", 2);
            await QueryIsAsync(fleet, "sum(portsentry_time_to_block_seconds_count)", 1);
            await QueryIsAsync(fleet, "portsentry_coordinator_leader_known", 1);
            // Every rule is loaded and none of them stumbles over a metric.
            var rules = JsonDocument.Parse(await fleet.Home.MustAsync("curl", "-sf", "http://127.0.0.1:9090/api/v1/rules")).RootElement.GetProperty("data").GetProperty("groups");
            Assert.Equal(2, rules.GetArrayLength());
            Assert.All(rules.EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray()), rule => Assert.NotEqual("err", rule.GetProperty("health").GetString()));
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Metrics_pass_promtool_and_are_those_of_the_document_the_rules_and_the_dashboard()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"127.0.0.1:{Port}"));
        var sensor = await ReadAsync(fleet.Sensors[0].Host, Port, "/metrics");
        // A request that is counted, so that the metric of them has a figure.
        await fleet.Coordinator.MustAsync("sensors", "list");
        var coordinator = await ReadAsync(fleet.Home, CoordinatorPort, "/metrics");
        foreach (var text in new[] { sensor, coordinator })
            await CheckAsync(text);

        var document = await File.ReadAllTextAsync(Path.Combine(Dist.Root, "docs", "metrics.md"));
        var parts = document.Split("## The coordinator");
        Assert.Equal(Documented(parts[0]), Told(sensor));
        Assert.Equal(Documented(parts[1]), Told(coordinator));

        var told = Told(sensor).Union(Told(coordinator)).Select(metric => metric.Split(' ')[0]).ToHashSet();
        var rules = Used(await File.ReadAllTextAsync(Path.Combine(Dist.Root, "packaging", "prometheus", "portsentry.rules.yml")));
        var dashboard = Used(await File.ReadAllTextAsync(Path.Combine(Dist.Root, "packaging", "grafana", "portsentry.json")));
        Assert.Empty(rules.Except(told));
        Assert.Empty(dashboard.Except(told));
        string[] unshown = ["portsentry_coordinator_build_info", "portsentry_coordinator_actor_messages_waiting", "portsentry_simulating", "portsentry_probe_copies_total",
            "portsentry_probes_spared_total", "portsentry_datagrams_innocent_total", "portsentry_probes_unlogged_total", "portsentry_outbox_bytes", "process_start_time_seconds"];
        Assert.Equal(unshown.Order(), told.Except(dashboard).Order());
    }

    [Fact]
    public async Task Rules_pass_their_own_tests()
    {
        var folder = Path.Combine(Dist.Root, "packaging", "prometheus");
        await Command.MustAsync("promtool", "check", "rules", Path.Combine(folder, "portsentry.rules.yml"));
        await Command.MustAsync("promtool", "test", "rules", Path.Combine(folder, "portsentry.test.yml"));
    }

    [Fact]
    public async Task Programs_say_that_they_live_and_are_ready()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"127.0.0.1:{Port}"));
        foreach (var (host, port) in new[] { (fleet.Sensors[0].Host, Port), (fleet.Home, CoordinatorPort) })
        {
            Assert.Equal("ok\n", await ReadAsync(host, port, "/healthz"));
            Assert.Equal("ok\n", await ReadAsync(host, port, "/readyz"));
        }
    }

    [Fact]
    public async Task Coordinator_without_its_store_lives_but_is_not_ready()
    {
        await using var cluster = await Cluster.StartAsync();
        var host = cluster.First.Host;
        await ReadAsync(host, CoordinatorPort, "/readyz");

        await cluster.Database.StopAsync();
        await AnswerIsAsync(host, "/readyz", "the store cannot be reached\n503");
        await AnswerIsAsync(host, "/healthz", "ok\n200");
        Assert.Contains("\nportsentry_coordinator_store_up 0\n", await ReadAsync(host, CoordinatorPort, "/metrics"), StringComparison.Ordinal);

        await cluster.Database.StartAsync();
        await AnswerIsAsync(host, "/readyz", "ok\n200");
    }

    [Fact]
    public async Task Coordinator_tells_nothing_where_that_is_said()
    {
        await using var fleet = await Fleet.StartAsync(0, configureCoordinator: files => files.With("metrics.listen", "off"));
        Assert.Equal(CouldNotConnect, (await fleet.Home.RunAsync("curl", "-s", Url(CoordinatorPort, "/metrics"))).ExitCode);
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

        var metrics = await ReadAsync(sensor.Host, Port, "/metrics");
        Assert.Contains("\nportsentry_time_to_block_seconds_bucket{le=\"1\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nportsentry_frames_dropped_total 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reload_moves_the_listener_and_its_port_is_no_tripwire()
    {
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"0.0.0.0:{Port}").With("TCP_PORTS", $"111,{Port},{Port + 1}"));
        var sensor = fleet.Sensors[0];
        await ReadAsync(sensor.Host, Port, "/metrics");
        sensor.Files.With("METRICS_LISTEN", $"0.0.0.0:{Port + 1}");
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);
        await ReadAsync(sensor.Host, Port + 1, "/metrics");
        Assert.NotEqual(0, (await sensor.Host.RunAsync("curl", "-sf", Url(Port, "/metrics"))).ExitCode);

        Assert.Equal(0, (await fleet.Attacker.RunAsync("curl", "-sf", "--max-time", "10", $"http://{sensor.Host.IPv4}:{Port + 1}/readyz")).ExitCode);
        await sensor.BlocksAre();

        sensor.Files.With("METRICS_LISTEN", "somewhere");
        var refused = await sensor.AskAsync("reload");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Matches(@"portsentry\.conf:\d+: .*METRICS_LISTEN=""somewhere""", refused.Errors);
        await ReadAsync(sensor.Host, Port + 1, "/metrics");
    }

    private static async Task<Process> StartPrometheusAsync(Fleet fleet, TemporaryFolder folder)
    {
        var targets = string.Join(", ", fleet.Sensors.Select(sensor => $"\"{sensor.Host.IPv4}:{Port}\""));
        await File.WriteAllTextAsync(folder["prometheus.yml"], $"""
            global: {"{"} scrape_interval: 1s, evaluation_interval: 1s {"}"}
            rule_files: ["{Path.Combine(Dist.Root, "packaging", "prometheus", "portsentry.rules.yml")}"]
            scrape_configs:
              - job_name: portsentry
                static_configs: [{"{"} targets: [{targets}] {"}"}]
              - job_name: portsentry-coordinator
                static_configs: [{"{"} targets: ["127.0.0.1:7445"] {"}"}]
            """);
        await Command.MustAsync("promtool", "check", "config", folder["prometheus.yml"]);
        var prometheus = fleet.Home.Start("prometheus", $"--config.file={folder["prometheus.yml"]}", $"--storage.tsdb.path={folder["data"]}", "--web.listen-address=127.0.0.1:9090", "--log.level=error");
        await Eventually.True(async () => (await fleet.Home.RunAsync("curl", "-sf", "http://127.0.0.1:9090/-/ready")).ExitCode == 0, () => "Prometheus is ready");
        return prometheus;
    }

    private static async Task QueryIsAsync(Fleet fleet, string query, double expected)
    {
        var got = "";
        await Eventually.True(
            async () =>
            {
                got = (await fleet.Home.RunAsync("curl", "-sfG", "--data-urlencode", $"query={query}", "http://127.0.0.1:9090/api/v1/query")).Output;
                return got.Contains($",\"{expected.ToString(CultureInfo.InvariantCulture)}\"]", StringComparison.Ordinal);
            },
            () => $"{query} is {expected}, not {got}");
    }

    private static async Task<string> ReadAsync(NetHost host, int port, string path)
    {
        var result = new CommandResult(1, "", "");
        await Eventually.True(async () => (result = await host.RunAsync("curl", "-sf", Url(port, path))).ExitCode == 0, () => $"{path} of {port} is served: {result}");
        return result.Output;
    }

    private static async Task AnswerIsAsync(NetHost host, string path, string expected)
    {
        var answer = "";
        await Eventually.True(
            async () => (answer = (await host.RunAsync("curl", "-s", "-w", "%{http_code}", Url(CoordinatorPort, path))).Output) == expected,
            () => $"{path} is {expected}, not {answer}");
    }

    private static string Url(int port, string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{path}");

    private static async Task CheckAsync(string text)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["metrics"], text);
        Assert.Equal("", (await Command.MustAsync("bash", "-c", "promtool check metrics <\"$1\" 2>&1", "check", folder["metrics"])).Trim());
    }

    /// <summary>The metrics of a page of the document, with their types.</summary>
    private static List<string> Documented(string text) =>
        [.. DocumentedLine().Matches(text).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Order(StringComparer.Ordinal)];

    /// <summary>The metrics of an output, with their types.</summary>
    private static List<string> Told(string text) =>
        [.. TypeLine().Matches(text).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Order(StringComparer.Ordinal)];

    /// <summary>The metrics that rules or a dashboard name.</summary>
    private static HashSet<string> Used(string text) =>
        [.. Name().Matches(text).Select(match => match.Value).Select(name => name.EndsWith("_bucket", StringComparison.Ordinal) ? name[..^"_bucket".Length] : name)];

    [GeneratedRegex(@"^\| `(\w+)` \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex DocumentedLine();

    [GeneratedRegex(@"^# TYPE (\w+) (\w+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"\b(portsentry_\w+|process_\w+)")]
    private static partial Regex Name();
}
