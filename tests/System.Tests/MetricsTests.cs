using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>The metrics of both programs, read by a real Prometheus.</summary>
public sealed partial class MetricsTests
{
    private const int Port = MetricsPage.SensorPort;

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
        await using var fleet = await Fleet.StartAsync(1, files => files.With("METRICS_LISTEN", $"127.0.0.1:{Port}"), files => files.With("notify.nobody", """{ kind = syslog, server = "udp://127.0.0.1:9" }"""));
        var sensor = await MetricsPage.ReadAsync(fleet.Sensors[0].Host, Port, "/metrics");
        // A request that is counted, so that the metric of them has a figure.
        await fleet.Coordinator.MustAsync("sensors", "list");
        var coordinator = await MetricsPage.ReadAsync(fleet.Home, MetricsPage.CoordinatorPort, "/metrics");
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
