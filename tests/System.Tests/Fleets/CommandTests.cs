using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests.Fleets;

/// <summary>What the coordinator's commands say they did is what they did.</summary>
public sealed class CommandTests
{
    private const string Target = "203.0.113.7";

    [Fact]
    public async Task Commands_say_what_they_changed_and_what_there_was_nothing_to_change_of()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var coordinator = fleet.Coordinator;

        // By how many within five seconds, that is the machine's doing.
        await SaysAsync($"blocked: {Target}; carried out by ", "blocks", "add", Target, "--for", "1h");
        await SaysAsync($"extended: {Target}; carried out by ", "blocks", "extend", Target, "--for", "3h");
        var until = (await coordinator.JsonAsync("blocks", "list"))[0].GetProperty("until").GetDateTimeOffset();
        Assert.InRange(until - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(3.9), TimeSpan.FromHours(4));
        await SaysAsync($"freed: {Target}; carried out by ", "blocks", "remove", Target);
        await SaysAsync("the fleet blocked nothing there", "blocks", "remove", Target);
        await SaysAsync("ignored: 192.0.2.0/24; carried out by ", "ignore", "add", "192.0.2.0/24");
        await SaysAsync("they were ignored already", "ignore", "add", "192.0.2.0/24");
        await SaysAsync("no longer ignored: 192.0.2.0/24; carried out by ", "ignore", "remove", "192.0.2.0/24");
        await SaysAsync("they were not ignored", "ignore", "remove", "192.0.2.0/24");
        await SaysAsync("blocks extend 203.0.113.7 until", "audit", "list", "--since", "1h");
        await SaysAsync("nothing was changed that is asked for", "audit", "list", "--until", "1h");

        async Task SaysAsync(string words, params string[] command) =>
            Assert.Contains(words, await coordinator.MustAsync(command), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_reach_the_coordinator_whatever_else_is_wrong_with_its_configuration()
    {
        await using var fleet = await Fleet.StartAsync(1);
        await fleet.Coordinator.MustAsync("blocks", "add", Target);
        fleet.Files.With("notify.smtp.password", "${ONLY_THE_SERVICE_HAS_THIS}").With("stor", "sqlite");

        Assert.Contains($"freed: {Target}", await fleet.Coordinator.MustAsync("blocks", "remove", Target), StringComparison.Ordinal);

        var check = await fleet.Coordinator.AskAsync("check");
        Assert.Equal(1, check.ExitCode);
        Assert.Contains("ONLY_THE_SERVICE_HAS_THIS", check.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_glass_has_an_end_and_the_policy_can_be_read_edited_and_set()
    {
        await using var fleet = await Fleet.StartAsync(1);
        var coordinator = fleet.Coordinator;
        await coordinator.MustAsync("blocks", "add", Target);
        await fleet.BlocksAre(Target);

        await coordinator.MustAsync("simulate", "on", "--for", "2h", "--lift-all");
        await fleet.BlocksAre();
        Assert.Equal(0, (await coordinator.JsonAsync("blocks", "list")).GetArrayLength());
        var policy = await coordinator.MustAsync("policy", "show");
        Assert.Contains("\n  \"maxBlocks\": 100000,\n", policy, StringComparison.Ordinal);
        var glass = JsonDocument.Parse(policy).RootElement.GetProperty("breakGlass");
        Assert.InRange(glass.GetProperty("until").GetDateTimeOffset() - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1.9), TimeSpan.FromHours(2));

        using var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files["policy.json"], policy.Replace("100000", "1000", StringComparison.Ordinal));
        await coordinator.MustAsync("policy", "set", files["policy.json"]);
        Assert.Contains("\"maxBlocks\": 1000,", await coordinator.MustAsync("policy", "show"), StringComparison.Ordinal);
        await coordinator.MustAsync("simulate", "off");
        await coordinator.MustAsync("blocks", "add", Target);
        await fleet.BlocksAre(Target);
    }
}
