using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Started and configured as portsentry 2.x, or told other words: the lines go where their readers look for them.</summary>
public sealed class DialectTests : OneHostTests
{
    private string V2Line => $"Scan from: [{Other.IPv4}] ({Other.IPv4}) protocol: [TCP] port: [111] type: [TCP SYN/Normal scan] IP opts: [not set] ignored: [false] triggered: [true] noblock: [false] blocked: [true]";

    [Fact]
    public async Task Stealth_flag_of_2_x_watches_both_lists_and_writes_its_line_to_standard_output_and_history()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "--stealth", "-m", "raw", "-i", "ALL_NLO");

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());

        await Eventually.True(() => sensor.Output.Contains("Scan from", StringComparison.Ordinal), "the line is written");
        Assert.Equal(V2Line + Environment.NewLine, sensor.Output);
        await Eventually.True(() => File.Exists(Files.History) && File.ReadAllText(Files.History).EndsWith('\n'), "the history has it, too");
        Assert.Matches($@"^\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}[+-]\d{{4}} Scan from: \[{Other.IPv4}\] .* blocked: \[true\]\n$", File.ReadAllText(Files.History));
        Assert.Equal("stcp sudp", string.Join(' ', (await sensor.StatusAsync()).GetProperty("modes").EnumerateArray()));
    }

    [Fact]
    public async Task Configuration_of_2_x_alone_starts_as_2_x_does_and_tells_of_whom_it_ignores()
    {
        Files.With("IGNORE_FILE", Files.Add("ignore", $"{Other.IPv4}\n"));
        using var process = Victim.Start(Dist.Sensor, "-c", Files.Config);
        try
        {
            while (await process.StandardError.ReadLineAsync() is { } said && !said.Contains("modes stcp and sudp, watching", StringComparison.Ordinal))
                Assert.DoesNotContain("error", said, StringComparison.Ordinal);
            await Other.CanConnectAsync(Victim.IPv4, 111);

            Assert.EndsWith("ignored: [true] triggered: [unset] noblock: [unset] blocked: [unset]", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("cef")]
    public async Task Record_of_an_alarm_says_what_came_of_it(string format)
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("LOG_FORMAT", format), "-stcp", "-l", "stdout");

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await Eventually.True(() => sensor.Output.Contains('\n', StringComparison.Ordinal), "the record is written");

        var line = Assert.Single(sensor.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        if (format == "json")
            Assert.Equal("blocked", JsonDocument.Parse(line).RootElement.GetProperty("portsentry").GetProperty("verdict").GetString());
        else
            Assert.Contains($" src={Other.IPv4} ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_a_source_and_of_an_ignored_host_is_looked_up()
    {
        await using var names = await HostsFile.WriteAsync(Victim, $"{Other.IPv4} scanner.example\n{Other.IPv6} friend.example\n");
        Files.With("RESOLVE_HOST", "1").With("IGNORE_FILE", Files.Add("ignore", "friend.example\n"));
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await Eventually.True(
            async () => (await sensor.StatusAsync()).GetProperty("protected").TryGetProperty("ignored", out var ignored) && ignored.EnumerateArray().Any(network => network.GetString() == Other.IPv6.ToString()),
            () => "the name is ignored");

        await Other.CanConnectAsync(Victim.IPv6, 111);
        await Other.CanConnectAsync(Victim.IPv4, 111);

        await sensor.BlocksAre(Other.IPv4.ToString());
        await Eventually.True(() => File.Exists(Files.History) && File.ReadAllText(Files.History).Contains($"Host: scanner.example/{Other.IPv4} Port: 111", StringComparison.Ordinal), "the history holds the name");
    }

    [Fact]
    public async Task Name_server_that_does_not_answer_holds_up_neither_block_nor_line_for_long()
    {
        // Nobody is at that address, and the routes lead there.
        await using var names = await HostsFile.WriteAsync(Victim, "127.0.0.1 localhost\n", "nameserver 10.77.0.250\noptions timeout:30\n");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("RESOLVE_HOST", "1"));

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());

        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.InRange(block.GetProperty("inForceAt").GetDateTimeOffset() - block.GetProperty("firstProbe").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await Eventually.True(() => File.Exists(Files.History) && File.ReadAllText(Files.History).Contains($"Host: {Other.IPv4}/{Other.IPv4} Port: 111", StringComparison.Ordinal), "the history holds the address");
    }

    [Fact]
    public async Task Imported_sources_are_blocked_when_that_is_asked_for()
    {
        Directory.CreateDirectory(Path.Combine(Files.Folder, "old"));
        Files.Add("old/portsentry.conf", "TCP_PORTS=\"1\"\nBLOCKED_FILE=\"/tmp/portsentry-test.blocked\"\n");
        File.WriteAllBytes(Path.Combine(Files.Folder, "old/portsentry-test.blocked"), [2, 0, 203, 0, 113, 7]);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        var read = await sensor.AskAsync("import", Path.Combine(Files.Folder, "old"));
        Assert.Equal(0, read.ExitCode);
        Assert.Empty(await sensor.BlocksAsync());

        var applied = await sensor.AskAsync("import", Path.Combine(Files.Folder, "old"), "--apply", "-o", "json");
        await sensor.BlocksAre("203.0.113.7");
        Assert.Equal(1, JsonDocument.Parse(applied.Output).RootElement.GetProperty("applied").GetProperty("blocked").GetInt32());

        await sensor.StopAsync();
        Assert.Equal(0, (await sensor.AskAsync("unblock", "--all")).ExitCode);
        Assert.Equal(0, (await sensor.AskAsync("import", Path.Combine(Files.Folder, "old"), "--apply")).ExitCode);
        await using var again = await SensorProcess.StartAsync(Victim, Files);
        await again.BlocksAre("203.0.113.7");
    }

    [Theory]
    [InlineData("copytruncate")]
    [InlineData("create 0600")]
    public async Task Rotated_history_loses_no_line(string how)
    {
        var rules = Files.Add("logrotate.conf", $"{Files.History} {{\n rotate 5\n size 1\n missingok\n nocompress\n {how}\n}}\n");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_TCP", "0"));
        for (var round = 1; round <= 3; round++)
        {
            var source = global::System.Net.IPAddress.Parse($"10.77.0.{200 + round}");
            await NetLab.AddAddressAsync(Other, source);
            await Other.CanConnectAsync(Victim.IPv4, 111, source);
            await Eventually.True(() => Lines() == round, $"{round} lines are written");
            await Command.MustAsync("logrotate", "--force", "--state", Path.Combine(Files.Folder, "logrotate.state"), rules);
        }

        Assert.Equal((3, 3), (Lines(), Directory.GetFiles(Files.Folder).Count(file => Path.GetFileName(file).StartsWith("history.", StringComparison.Ordinal))));
    }

    private int Lines() => Directory.GetFiles(Files.Folder, "history*").Sum(file => File.ReadAllLines(file).Length);
}
