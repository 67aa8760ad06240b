using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>A sensor that cannot start says what is wrong, all of it, and how to mend it.</summary>
public sealed class StartTests : OneHostTests
{
    [Fact]
    public async Task Bad_configuration_is_told_whole_and_ends_with_1()
    {
        File.WriteAllText(Files.Config, "TCP_PORTS=\"1,70000\"\nSCAN_TRIGGER=\"many\"\nBLOCK_TCP=\"1\"\n\nBLOCK_DURATION=\"1w\"\nIPV6_PREFIX=\"200\"\n");

        var started = await Victim.RunAsync(Dist.Sensor, "-stcp", "--foreground", "-c", Files.Config);
        var check = await Victim.RunAsync(Dist.Sensor, "check", "-c", Files.Config);

        Assert.Equal((1, 1), (started.ExitCode, check.ExitCode));
        foreach (var expected in new[]
        {
            $"{Files.Config}:1: error: TCP_PORTS=\"1,70000\" is not allowed; allowed: ports 0 to 65535 and ranges a-b, parted by commas",
            $"{Files.Config}:2: error: SCAN_TRIGGER=\"many\" is not allowed; allowed: a number from 0 to 65535",
            $"{Files.Config}:5: error: BLOCK_DURATION=\"1w\" is not allowed; allowed: a number with s, m, h or d, such as 90s or 24h, or 0 for ever; at most 3650d",
            $"{Files.Config}:6: error: IPV6_PREFIX=\"200\" is not allowed; allowed: a number from 32 to 128",
        })
        {
            Assert.Contains(expected, started.Errors, StringComparison.Ordinal);
            Assert.Contains(expected, check.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bad_configuration_leaves_the_running_one_in_use(bool bySignal)
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SCAN_TRIGGER", "5"));
        Files.With("SCAN_TRIGGER", "none").With("TCP_PORTS", "7");

        var told = bySignal ? await HangUpAsync(sensor, "error:") : (await sensor.AskAsync("reload")).Errors;

        Assert.Contains("SCAN_TRIGGER=\"none\" is not allowed", told, StringComparison.Ordinal);
        Assert.Contains("the one in use stays in use", told, StringComparison.Ordinal);
        Assert.Contains("1,11,15", (await sensor.StatusAsync()).GetProperty("tripwires").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Good_configuration_is_used_at_once(bool bySignal)
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_TCP", "0"));
        Files.With("BLOCK_TCP", "1").With("TCP_PORTS", "7,9");

        if (bySignal)
            await HangUpAsync(sensor, "The configuration is in use");
        else
            Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);

        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("tripwires").GetString() == "7,9", () => "the new ports are watched");
        await Other.CanConnectAsync(Victim.IPv4, 9);
        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Source_seen_while_simulating_is_blocked_when_it_goes_on_after_that()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SIMULATE", "1"));
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("alarms").GetInt32() == 1, () => "the alarm is raised");
        Assert.Empty(await sensor.BlocksAsync());

        Files.With("SIMULATE", "0");
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);

        await Eventually.True(
            async () =>
            {
                await Other.CanConnectAsync(Victim.IPv4, 79);
                return (await sensor.BlocksAsync()).Count == 1;
            },
            () => $"the source is blocked; {sensor.Errors}");
    }

    [Theory]
    [InlineData("net_raw", "CAP_NET_RAW is missing, probes cannot be seen: start portsentry as root, or give its unit AmbientCapabilities=CAP_NET_RAW CAP_NET_ADMIN")]
    [InlineData("net_admin", "CAP_NET_ADMIN is missing, sources cannot be blocked: start portsentry as root, or give its unit AmbientCapabilities=CAP_NET_RAW CAP_NET_ADMIN")]
    public async Task Missing_capability_is_named_and_ends_with_2(string capability, string sentence)
    {
        var result = await Victim.RunAsync("setpriv", "--bounding-set", $"-{capability}", "--inh-caps", $"-{capability}", Dist.Sensor, "-stcp", "--foreground", "-c", Files.Config);

        Assert.Equal((2, $"portsentry: {sentence}\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task Missing_libnftables_is_named_and_ends_with_2()
    {
        // In a mount namespace of its own the library is an empty file.
        var result = await Victim.RunAsync("unshare", "-m", "sh", "-c", $"for l in /usr/lib/*/libnftables.so.1; do mount --bind /dev/null $(readlink -f $l); done; exec {Dist.Sensor} -stcp --foreground -c {Files.Config}");

        Assert.Equal((2, "portsentry: libnftables.so.1 is missing: install it (apt install libnftables1)\n"), (result.ExitCode, result.Errors));
    }

    [Fact]
    public async Task State_directory_that_cannot_be_written_is_named_and_ends_with_2()
    {
        Directory.CreateDirectory(Files.State);
        var result = await Victim.RunAsync("unshare", "-m", "sh", "-c", $"mount -t tmpfs -o ro none {Files.State}; exec {Dist.Sensor} -stcp --foreground -c {Files.Config}");

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"portsentry: the state directory {Files.State} cannot be written (", result.Errors, StringComparison.Ordinal);
        Assert.EndsWith("); make it writable, or set STATE_DIR to one that is\n", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_without_a_mode_says_how_to_give_one()
    {
        // A key that 2.x does not have: without one its default would be taken.
        var result = await Victim.RunAsync(Dist.Sensor, "-c", Files.With("ADVANCED_PORTS_TCP", "1024").Config);

        Assert.Equal((1, "portsentry: no mode is given: start with -tcp, -stcp or -atcp, -udp, -sudp or -audp, or -auto, or set TCP_MODE=\"tcp\", \"stcp\", \"atcp\" or \"auto\", UDP_MODE=\"udp\", \"sudp\", \"audp\" or \"auto\" in the configuration\n"), (result.ExitCode, result.Errors));
    }

    private static async Task<string> HangUpAsync(SensorProcess sensor, string expected)
    {
        await sensor.SignalAsync("HUP");
        await Eventually.True(() => sensor.Errors.Contains(expected, StringComparison.Ordinal), $"it says {expected}: {sensor.Errors}");
        return sensor.Errors;
    }
}
