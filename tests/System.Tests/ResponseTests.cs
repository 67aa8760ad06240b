using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Every key that says how an alarm is answered does what it says, on a real host, seen from the attacker where that can be.</summary>
public sealed class ResponseTests : OneHostTests
{
    private string Source => Other.IPv4.ToString();

    [Fact]
    public async Task Reject_route_of_1_2_is_made_natively_and_ends_with_its_block()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("KILL_ROUTE", "/sbin/route add -host $TARGET$ reject"));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Source);

        // A blocker may take longer than the list waits for it.
        await Eventually.True(async () => (await RoutesAsync()).Contains($"unreachable {Source}", StringComparison.Ordinal), () => $"it has a route; {sensor.Errors}");
        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 80));
        Assert.DoesNotContain("elements", await SetAsync(), StringComparison.Ordinal);
        Assert.Contains(Source, (await sensor.AskAsync("unblock", Source)).Output, StringComparison.Ordinal);
        await Eventually.True(async () => !Lines(await RoutesAsync(), "unreachable").Contains(Source, StringComparison.Ordinal), () => $"the route is gone; {sensor.Errors}");
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 80));
    }

    [Fact]
    public async Task Iptables_rule_of_1_2_is_made_natively_and_for_IPv6_too()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("KILL_ROUTE", "/usr/sbin/iptables -I INPUT -s $TARGET$ -j DROP"));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await Other.CanConnectAsync(Victim.IPv6, 111);
        await Eventually.True(async () => (await sensor.BlocksAsync()).Count == 2, () => "both are blocked");

        await Eventually.True(
            async () => (await Victim.MustAsync("iptables", "-S")).Contains($"-A PORTSENTRY -s {Source}/32 -j DROP", StringComparison.Ordinal)
                && (await Victim.MustAsync("ip6tables", "-S")).Contains("-A PORTSENTRY -s ", StringComparison.Ordinal),
            () => $"both have a rule; {sensor.Errors}");
        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 80));
        Assert.False(await Other.CanConnectAsync(Victim.IPv6, 80));
    }

    [Fact]
    public async Task Hosts_deny_of_1_2_gets_our_line_and_the_list()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.WithOwnEtc().With("KILL_HOSTS_DENY", "ALL: $TARGET$ : DENY"));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Source);

        var list = Path.Combine(Files.State, "hosts.deny");
        await Eventually.Holds(list, $"{Source}\n");
        await Eventually.Holds(Path.Combine(Files.Etc, "hosts.deny"), $"\nALL: {list} : DENY\n");
        Assert.Equal([Source], await File.ReadAllLinesAsync(list));
        await sensor.AskAsync("unblock", "--all");
        await Eventually.True(() => !File.ReadAllText(Path.Combine(Files.Etc, "hosts.deny")).Contains("portsentry", StringComparison.Ordinal), "our line is gone");
    }

    [Fact]
    public async Task Command_of_ones_own_blocks_and_UNBLOCK_COMMAND_undoes_it()
    {
        var (done, undone) = (Path.Combine(Files.Folder, "done"), Path.Combine(Files.Folder, "undone"));
        await using var sensor = await SensorProcess.StartAsync(
            Victim, Files.With("KILL_ROUTE", $"echo $TARGET$ $PORT$ $MODE$ >> {done}").With("UNBLOCK_COMMAND", $"echo $TARGET$ >> {undone}").With("BLOCK_DURATION_UNPROVEN", "3s"));

        await Other.CanConnectAsync(Victim.IPv4, 111);

        await HoldsAsync(done, $"{Source} 111 stcp");
        await HoldsAsync(undone, Source);
    }

    [Fact]
    public async Task Command_that_hangs_delays_no_other_blocker_and_no_detection()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(
            Victim, Files.With("KILL_ROUTE", "sleep 1000; echo $TARGET$").With("BLOCKER", "command nftables").With("KILL_RUN_CMD", "sleep 1000"));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Source);
        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 80));
        await MarkAsync(sensor);

        await Eventually.True(() => sensor.Errors.Contains("took too long and was killed", StringComparison.Ordinal), "the operator is told");
    }

    [Fact]
    public async Task Blockers_of_a_list_all_block_and_another_list_leaves_nothing_of_them_behind()
    {
        await using (var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCKER", "iptables ipset route nftables")))
        {
            await Other.CanConnectAsync(Victim.IPv4, 111);
            await sensor.BlocksAre(Source);
            await Eventually.True(
                async () => (await Victim.MustAsync("iptables", "-S")).Contains($"-s {Source}/32 -j DROP", StringComparison.Ordinal)
                    && (await Victim.RunAsync("ipset", "save", "portsentry4")).Output.Contains($"add portsentry4 {Source}", StringComparison.Ordinal)
                    && (await RoutesAsync()).Contains($"blackhole {Source}", StringComparison.Ordinal)
                    && (await SetAsync()).Contains(Source, StringComparison.Ordinal),
                () => $"all have it; {sensor.Errors}");
        }

        await using var later = await SensorProcess.StartAsync(Victim, Files.With("BLOCKER", "nftables"));

        await later.BlocksAre(Source);
        Assert.DoesNotContain(Source, await Victim.MustAsync("iptables", "-S"), StringComparison.Ordinal);
        Assert.DoesNotContain(Source, (await Victim.RunAsync("ipset", "save")).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("blackhole", await RoutesAsync(), StringComparison.Ordinal);
        Assert.Contains(Source, await SetAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_another_program_flushed_are_put_back()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCKER", "iptables route"));
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Source);
        await Eventually.True(async () => (await RoutesAsync()).Contains($"blackhole {Source}", StringComparison.Ordinal) && (await Victim.MustAsync("iptables", "-S")).Contains(Source, StringComparison.Ordinal), () => "both have it");

        await Victim.MustAsync("nft", "flush", "ruleset");
        await Victim.MustAsync("ip", "route", "flush", "type", "blackhole");

        await Eventually.True(
            async () => (await RoutesAsync()).Contains($"blackhole {Source}", StringComparison.Ordinal) && (await Victim.MustAsync("iptables", "-S")).Contains($"-s {Source}/32 -j DROP", StringComparison.Ordinal),
            () => $"they are put back; {sensor.Errors}");
    }

    [Fact]
    public async Task Command_runs_before_the_block_or_after_it()
    {
        foreach (var (first, expected) in new[] { ("1", "not yet"), ("0", "blocked") })
        {
            using var files = new SensorFiles();
            var seen = Path.Combine(files.Folder, "seen");
            await using var sensor = await SensorProcess.StartAsync(
                Victim, files.With("KILL_RUN_CMD", $"nft list set inet portsentry hosts4 | grep -q $TARGET$ && echo blocked >> {seen} || echo 'not yet' >> {seen}").With("KILL_RUN_CMD_FIRST", first));

            await Other.CanConnectAsync(Victim.IPv4, 111);

            await sensor.BlocksAre(Source);
            await HoldsAsync(seen, expected);
            await sensor.AskAsync("unblock", "--all");
        }
    }

    [Fact]
    public async Task Block_2_runs_the_command_and_blocks_nobody()
    {
        await using var service = Victim.Serve(80);
        var seen = Path.Combine(Files.Folder, "seen");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_TCP", "2").With("KILL_RUN_CMD", $"echo $TARGET$ $PORT$ $MODE$ >> {seen}"));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await HoldsAsync(seen, $"{Source} 111 stcp");
        await Other.CanConnectAsync(Victim.IPv4, 79);

        Assert.Empty(await sensor.BlocksAsync());
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 80));
        Assert.Single(await File.ReadAllLinesAsync(seen));
        await Eventually.Holds(Files.History, $"Host: {Source}/{Source} Port: 111 TCP Blocked");
    }

    [Fact]
    public async Task Unblocking_without_a_sensor_frees_in_every_blocker()
    {
        await using (var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCKER", "iptables route")))
        {
            await Other.CanConnectAsync(Victim.IPv4, 111);
            await sensor.BlocksAre(Source);
            await Eventually.True(async () => (await RoutesAsync()).Contains("blackhole", StringComparison.Ordinal), () => "it is blocked");
            await sensor.StopAsync();
        }

        Assert.Equal(0, (await Victim.RunAsync(Dist.Sensor, "unblock", Source, "-c", Files.Config)).ExitCode);

        Assert.DoesNotContain("blackhole", await RoutesAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(Source, await Victim.MustAsync("iptables", "-S"), StringComparison.Ordinal);
    }

    private Task<string> RoutesAsync() => Victim.MustAsync("ip", "route", "show");

    private async Task<string> SetAsync() => (await Victim.RunAsync("nft", "list", "set", "inet", "portsentry", "hosts4")).Output;

    private static string Lines(string text, string word) => string.Join('\n', text.Split('\n').Where(line => line.Contains(word, StringComparison.Ordinal)));

    private static Task HoldsAsync(string file, string line) => Eventually.True(
        () => Task.FromResult(File.Exists(file) && File.ReadAllText(file) == line + "\n"),
        () => $"{file} holds \"{line}\", not \"{(File.Exists(file) ? File.ReadAllText(file) : "")}\"");
}
