using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Blocks outlive the sensor, and a sensor that starts makes the firewall equal to its list.</summary>
public sealed class SurvivalTests : OneHostTests
{
    [Fact]
    public async Task Block_of_a_killed_sensor_stays_and_ends_on_time()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_DURATION_UNPROVEN", "25s"));
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());

        await sensor.KillAsync();

        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 80));
        await Eventually.True(() => Other.CanConnectAsync(Victim.IPv4, 80), () => "the block ends by itself");
    }

    [Fact]
    public async Task List_and_firewall_agree_after_a_kill_whatever_was_changed_by_hand()
    {
        string[] listed = ["192.0.2.1", "192.0.2.2", "198.51.100.0/24", "2001:db8::1", "2001:db8:1::/64"];
        var first = await SensorProcess.StartAsync(Victim, Files);
        foreach (var target in listed)
            Assert.Equal(0, (await first.AskAsync("block", target)).ExitCode);
        await first.AreKeptAsync(listed);
        await first.KillAsync();
        await Victim.MustAsync("nft", "delete element inet portsentry hosts4 { 192.0.2.1 }; add element inet portsentry hosts4 { 203.0.113.9 }; flush set inet portsentry networks4; delete chain inet portsentry prerouting");

        await using var second = await SensorProcess.StartAsync(Victim, Files);

        await second.BlocksAre(listed);
        Assert.Equal(listed.Order(), (await InForceAsync()).Order());
        Assert.Contains("203.0.113.9", second.Errors, StringComparison.Ordinal);
        Assert.Contains("drop", await Victim.MustAsync("nft", "list", "chain", "inet", "portsentry", "prerouting"), StringComparison.Ordinal);
        await first.DisposeAsync();
    }

    [Theory]
    [InlineData("1s")]
    [InlineData("36h")]
    [InlineData("24d")]
    [InlineData("3650d")]
    [InlineData("0")]
    public async Task Block_of_any_length_is_in_force(string length)
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        var host = await sensor.AskAsync("block", "192.0.2.1", "--for", length);
        var network = await sensor.AskAsync("block", "198.51.100.0/24", "--for", length);

        Assert.Equal((0, "", 0, ""), (host.ExitCode, host.Errors, network.ExitCode, network.Errors));
    }

    [Fact]
    public async Task Firewall_changed_by_another_program_is_restored_while_the_sensor_runs()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.AskAsync("block", "192.0.2.1");

        await Victim.MustAsync("nft", "flush", "ruleset");

        await Eventually.True(async () => (await InForceAsync()).SequenceEqual(["192.0.2.1"]), () => "the block is in force again");
        await Victim.MustAsync("nft", "add", "element", "inet", "portsentry", "hosts4", "{ 203.0.113.9 }");
        await Eventually.True(async () => (await InForceAsync()).SequenceEqual(["192.0.2.1"]), () => "the stranger is removed");
        Assert.Contains("Another program changed our firewall table", sensor.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Torn_last_line_of_the_block_list_loses_nothing_else()
    {
        var first = await SensorProcess.StartAsync(Victim, Files);
        await first.AskAsync("block", "192.0.2.1");
        await first.StopAsync();
        await File.AppendAllTextAsync(Path.Combine(Files.State, "blocks.log"), "{\"target\":\"192.0.2.2\",\"si");

        await using var second = await SensorProcess.StartAsync(Victim, Files);

        await second.BlocksAre("192.0.2.1");
        Assert.Contains("1 lines of", second.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Unblock_lifts_at_once_with_the_sensor_alive_or_dead(bool alive)
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.AskAsync("block", "192.0.2.0/24", "--reason", "a neighbour that stays");
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString(), "192.0.2.0/24");
        await sensor.AreKeptAsync(Other.IPv4.ToString(), "192.0.2.0/24");
        if (!alive)
            await sensor.KillAsync();

        var freed = await sensor.AskAsync("unblock", Other.IPv4.ToString());

        Assert.Equal((0, $"freed: {Other.IPv4}\n"), (freed.ExitCode, freed.Output));
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 80));
        Assert.Equal(["192.0.2.0/24"], await InForceAsync());
        var again = await sensor.AskAsync("unblock", Other.IPv4.ToString());
        Assert.Equal((3, $"portsentry: {Other.IPv4} is not blocked\n"), (again.ExitCode, again.Errors));
    }

    [Fact]
    public async Task Unblocked_source_that_scans_again_is_blocked_again()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await sensor.AskAsync("unblock", "--all");

        await Other.CanConnectAsync(Victim.IPv4, 79);

        await sensor.BlocksAre(Other.IPv4.ToString());
        Assert.Equal(2, (await sensor.BlocksAsync())[0].GetProperty("times").GetInt32());
    }

    [Fact]
    public async Task Second_start_is_refused_by_name()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        // Whoever asks whose the name is and goes away leaves no trace.
        const string Asking = "import socket\nfor i in range(100):\n  s = socket.socket(socket.AF_UNIX); s.connect('\\0portsentry.table'); s.close()";
        await Victim.MustAsync("/usr/bin/python3", "-c", Asking);
        var second = await sensor.AskAsync("-atcp", "--foreground");
        var elsewhere = await Other.RunAsync(Dist.Sensor, "-atcp", "--foreground", "-c", Files.Config);

        Assert.Equal((1, 1), (second.ExitCode, elsewhere.ExitCode));
        Assert.Contains("portsentry: already running on this host, and one firewall table has one owner", second.Errors, StringComparison.Ordinal);
        Assert.Contains($"portsentry: already running: another process holds {Files.State} (STATE_DIR)", elsewhere.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_a_user_without_rights_has_taken_keeps_no_sensor_from_starting()
    {
        const string Taking = "import socket; s = socket.socket(socket.AF_UNIX); s.bind('\\0portsentry.table'); s.listen(); print('taken', flush=True); s.accept(); s.accept()";
        using var stranger = Victim.Start("setpriv", "--reuid=65534", "--clear-groups", "/usr/bin/python3", "-c", Taking);
        Assert.Equal("taken", await stranger.StandardOutput.ReadLineAsync().Soon());

        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        Assert.Contains("Process ", sensor.Errors, StringComparison.Ordinal);
        Assert.Contains(" of a user that runs no sensor has taken the name", sensor.Errors, StringComparison.Ordinal);
        stranger.Kill();
    }

    [Fact]
    public async Task Source_that_holds_a_connection_is_blocked_as_proven()
    {
        using var listener = Victim.Run(() =>
        {
            var socket = new global::System.Net.Sockets.TcpListener(Victim.IPv4, 22);
            socket.Start();
            return socket;
        });
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        using var held = Other.Run(() =>
        {
            var client = new global::System.Net.Sockets.TcpClient();
            client.Connect(Victim.IPv4, 22);
            return client;
        });

        await Other.CanConnectAsync(Victim.IPv4, 111);

        await Eventually.True(
            async () => (await sensor.BlocksAsync()).Any(block => block.GetProperty("proven").GetBoolean()),
            () => "the block is a proven one");
        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.Equal(TimeSpan.FromHours(24), block.GetProperty("until").GetDateTimeOffset() - block.GetProperty("since").GetDateTimeOffset());
    }

    /// <summary>What nft itself says is in our sets.</summary>
    private async Task<IReadOnlyList<string>> InForceAsync()
    {
        var listing = await Victim.RunAsync("nft", "-j", "list", "table", "inet", "portsentry");
        if (listing.ExitCode != 0)
            return [];

        return [.. JsonDocument.Parse(listing.Output).RootElement.GetProperty("nftables").EnumerateArray()
            .Where(item => item.TryGetProperty("set", out var set) && set.TryGetProperty("elem", out _))
            .SelectMany(item => item.GetProperty("set").GetProperty("elem").EnumerateArray().Select(element => TextOf(element, item.GetProperty("set").GetProperty("name").GetString() == "prefixes6")))];
    }

    private static string TextOf(JsonElement element, bool isPrefix)
    {
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("elem", out var timed))
            element = timed.GetProperty("val");
        if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("prefix", out var prefix))
            return $"{prefix.GetProperty("addr").GetString()}/{prefix.GetProperty("len")}";
        return isPrefix ? $"{element.GetString()}/64" : element.GetString()!;
    }
}
