using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>scripts/lab, the first thing a newcomer runs.</summary>
public sealed class LabTests
{
    private static readonly string Script = Path.Combine(Dist.Root, "scripts", "lab");

    [Fact]
    public async Task Lab_ends_with_the_source_blocked_and_cleans_up_after_a_crash_and_after_itself()
    {
        await CrashAsync();

        var lab = await Command.RunAsync(Script, "-o", "json");

        Assert.True(lab.ExitCode == 0, lab.Errors);
        var report = JsonDocument.Parse(lab.Output).RootElement;
        Assert.True(report.GetProperty("blocked").GetBoolean());
        Assert.Equal("syn", report.GetProperty("kind").GetString());
        Assert.Equal(
            ["first probe", "alarm", "block", "no answer"],
            report.GetProperty("timeline").EnumerateArray().Select(step => step.GetProperty("what").GetString()));
        Assert.DoesNotContain("lab-", await Command.MustAsync("ip", "netns", "list"), StringComparison.Ordinal);
    }

    /// <summary>Starts the lab, and kills it as soon as its sensor runs.</summary>
    private static async Task CrashAsync()
    {
        using var lab = Command.Start(Script, "--keep");
        await Eventually.True(
            async () => (await Command.RunAsync("ip", "netns", "pids", "lab-a")).Output.Length > 0,
            () => "the lab's sensor runs");
        lab.Kill(entireProcessTree: true);
        await lab.WaitForExitAsync();
        Assert.Contains("lab-a", await Command.MustAsync("ip", "netns", "list"), StringComparison.Ordinal);
    }
}
