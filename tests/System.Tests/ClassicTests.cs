using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Started as init scripts start portsentry 1.2: it detaches, and tells syslog and its files what 1.2 tells them.</summary>
public sealed class ClassicTests : OneHostTests
{
    [Fact]
    public async Task Classic_start_returns_when_the_sensor_watches_and_logs_as_1_2_does()
    {
        using var syslog = new SyslogSink(Path.Combine(Files.Folder, "log"));

        // A /dev of its own, in which /dev/log is ours.
        var started = await Victim.RunAsync("unshare", "-m", "sh", "-c", $"""
            mount -t tmpfs none /mnt && cp -a /dev/null /dev/zero /dev/random /dev/urandom /mnt && : > /mnt/log && mount --bind {syslog.Path} /mnt/log && mount --rbind /mnt /dev && exec {Dist.Sensor} -stcp -c {Files.Config}
            """);
        Assert.Equal((0, ""), (started.ExitCode, started.Output));
        await Other.MustAsync("nmap", "-sX", "-Pn", "-n", "--max-retries", "0", "-p", "111", Victim.IPv4.ToString());

        var ip = Other.IPv4;
        await Eventually.True(() => syslog.Lines.Count(line => line.Contains("attackalert", StringComparison.Ordinal)) == 2, "the alarm is logged");
        Assert.Equal(
            [
                "adminalert: PortSentry 3.0.0 is starting.",
                .. new[] { 1, 11, 15, 79, 111, 119, 143, 540, 635 }.Select(port => $"adminalert: Going into stealth listen mode on TCP port: {port}"),
                "adminalert: PortSentry is now active and listening.",
                $"attackalert: TCP XMAS scan from host: {ip}/{ip} to TCP port: 111",
                $"attackalert: Host {ip} has been blocked via dropped route using command: \"nft add element inet portsentry hosts4 {{ {ip} timeout 1h }}\"",
            ],
            syslog.Lines.Select(line => line[(line.IndexOf("]: ", StringComparison.Ordinal) + 3)..]));
        Assert.All(syslog.Lines, line => Assert.Matches(@"^<29>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d portsentry\[\d+\]: ", line));
        // The last that is written.
        var blocked = Path.Combine(Files.Folder, "blocked.stcp");
        await Eventually.True(() => File.Exists(blocked) && File.ReadAllText(blocked).EndsWith('\n'), "it stands in the blocked file");
        AssertHistory(File.ReadAllText(Files.History), ip.ToString());
        AssertHistory(File.ReadAllText(blocked), ip.ToString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Files.History));
    }

    [Fact]
    public async Task Classic_start_that_fails_says_so_and_returns_its_exit_code()
    {
        await using var running = await SensorProcess.StartAsync(Victim, Files);

        var second = await running.AskAsync("-stcp");

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("portsentry: already running on this host", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_only_writes_history_and_blocks_nobody()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_TCP", "0"));

        await Other.CanConnectAsync(Victim.IPv4, 111);

        await Eventually.True(() => File.Exists(Files.History) && File.ReadAllText(Files.History).EndsWith('\n'), "the history is written");
        AssertHistory(File.ReadAllText(Files.History), Other.IPv4.ToString());
        Assert.Empty(await sensor.BlocksAsync());
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 80));
    }

    [Fact]
    public async Task Sensor_told_to_stop_ends_with_0_and_leaves_blocks_in_place()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());

        Assert.Equal(0, await sensor.StopAsync());

        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 80));
        var status = await sensor.AskAsync("status");
        Assert.Equal(3, status.ExitCode);
        Assert.StartsWith("portsentry: not running: nobody answers at ", status.Errors, StringComparison.Ordinal);
    }

    private static void AssertHistory(string text, string ip)
    {
        var line = Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches($@"^\d{{10}} - \d\d/\d\d/\d{{4}} \d\d:\d\d:\d\d Host: {ip}/{ip} Port: 111 TCP Blocked$", line);
    }
}
