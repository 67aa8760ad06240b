using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>scripts/lab, the first thing a newcomer runs.</summary>
public sealed class LabTests
{
    private static readonly string Script = Path.Combine(Dist.Root, "scripts", "lab");

    private static readonly string[] Hosts = ["s1", "s2", "s3"];

    [Fact]
    public async Task Lab_ends_with_the_source_blocked_and_freed_on_all_and_cleans_up_after_a_crash_and_after_itself()
    {
        await CrashAsync();

        var report = await RunAsync("-o", "json");

        Assert.Equal("syn", report.GetProperty("kind").GetString());
        IsScan(report.GetProperty("timeline"), "s1");
        Assert.Equal(["unblock", "answers", "answers", "answers"], report.GetProperty("freeing").EnumerateArray().Select(What));
        Assert.False(report.TryGetProperty("failover", out _));
    }

    [Fact]
    public async Task Lab_with_two_coordinators_blocks_on_all_while_the_leader_is_killed()
    {
        var report = await RunAsync("--ha", "-o", "json");

        var failover = report.GetProperty("failover");
        Assert.True(failover.GetProperty("blocked").GetBoolean());
        Assert.Equal("leader killed", What(failover.GetProperty("timeline")[0]));
        IsScan(failover.GetProperty("timeline"), "s2");
    }

    private static async Task<JsonElement> RunAsync(params string[] options)
    {
        var lab = await Command.RunAsync([Script, .. options]);
        Assert.True(lab.ExitCode == 0, lab.Errors);
        var report = JsonDocument.Parse(lab.Output).RootElement;
        Assert.True(report.GetProperty("blocked").GetBoolean());
        Assert.True(report.GetProperty("freed").GetBoolean());
        Assert.DoesNotContain("lab-", await Command.MustAsync("ip", "netns", "list"), StringComparison.Ordinal);
        return report;
    }

    /// <summary>One host was scanned, and every host blocks and is silent, none before the first probe.</summary>
    private static void IsScan(JsonElement timeline, string scanned)
    {
        Assert.Equal([scanned], HostsOf(timeline, "first probe"));
        Assert.Equal([scanned], HostsOf(timeline, "alarm"));
        Assert.Equal(Hosts, HostsOf(timeline, "block"));
        Assert.Equal(Hosts, HostsOf(timeline, "no answer"));
        Assert.All(timeline.EnumerateArray().Where(step => What(step) is "alarm" or "block"), step => Assert.True(step.GetProperty("atMs").GetDouble() >= 0, step.ToString()));
    }

    private static IEnumerable<string> HostsOf(JsonElement timeline, string what) =>
        timeline.EnumerateArray().Where(step => What(step) == what).Select(step => step.GetProperty("host").GetString()!).Order(StringComparer.Ordinal);

    private static string What(JsonElement step) => step.GetProperty("what").GetString()!;

    /// <summary>Starts the lab, and kills it as soon as its sensor runs.</summary>
    private static async Task CrashAsync()
    {
        using var lab = Command.Start(Script, "--keep");
        await Eventually.True(
            async () => (await Command.RunAsync("ip", "netns", "pids", "lab-s1")).Output.Length > 0,
            () => "the lab's sensor runs");
        lab.Kill(entireProcessTree: true);
        await lab.WaitForExitAsync();
        Assert.Contains("lab-s1", await Command.MustAsync("ip", "netns", "list"), StringComparison.Ordinal);
    }
}
