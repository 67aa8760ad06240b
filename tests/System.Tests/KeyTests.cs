using System.Globalization;
using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Keys that no other test shows to act: each does what it says, on a real host. KeyCoverageTests finds those that nobody names.</summary>
public sealed class KeyTests : OneHostTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private string Source => Other.IPv4.ToString();

    [Fact]
    public async Task TCP_MODE_and_UDP_MODE_start_the_advanced_modes_on_the_ports_that_ADVANCED_PORTS_and_ADVANCED_EXCLUDE_leave()
    {
        Files.With("TCP_MODE", "atcp").With("ADVANCED_PORTS_TCP", "2000").With("ADVANCED_EXCLUDE_TCP", "113,1500-1999")
            .With("UDP_MODE", "audp").With("ADVANCED_PORTS_UDP", "600").With("ADVANCED_EXCLUDE_UDP", "520,137-138");
        await using var sensor = await StartAsConfiguredAsync();

        Assert.Equal(["atcp 0-112,114-1499", "audp 0-136,139-519,521-599"], await TripwiresAsync(sensor));
        await TouchAsync(1500, 113, 2000);
        Other.SendUdp(Victim.IPv4, 137);
        Other.SendUdp(Victim.IPv4, 600);
        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
        Other.SendUdp(Victim.IPv4, 599);
        await sensor.BlocksAre(marker, Source);
    }

    [Fact]
    public async Task SCAN_WINDOW_forgets_probes_that_are_older()
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SCAN_TRIGGER", "2").With("SCAN_WINDOW", "1h"), "-tcp");
        await TouchAsync(111);
        await ProbesAre(sensor, 1);
        faults.SetClock(TimeSpan.FromHours(2));
        await TouchAsync(79);
        await ProbesAre(sensor, 2);
        Assert.Empty(await sensor.BlocksAsync());

        await TouchAsync(143);

        await sensor.BlocksAre(Source);
    }

    [Fact]
    public async Task BOOT_GRACE_has_advanced_modes_log_only_until_it_is_over()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BOOT_GRACE", "3650d"), "-atcp");
        await TouchAsync(111);
        await Eventually.True(() => File.Exists(Files.History) && File.ReadAllText(Files.History).Contains("Port: 111", StringComparison.Ordinal), "the alarm is logged");
        Assert.Empty(await sensor.BlocksAsync());

        Files.With("BOOT_GRACE", "0");
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);

        await TouchUntilBlockedAsync(sensor, Source);
    }

    [Fact]
    public async Task BLOCK_DURATION_doubles_for_those_who_come_again_and_BLOCK_DURATION_MAX_bounds_it()
    {
        Files.With("BLOCK_DURATION", "10m").With("BLOCK_DURATION_MAX", "15m").With("BLOCK_DURATION_UNPROVEN", "5m");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-tcp", "-sudp");
        foreach (var expected in new[] { 10, 15 })
        {
            await TouchUntilBlockedAsync(sensor, Source);
            Assert.Equal(expected * Minute, await LengthAsync(sensor));
            Assert.Equal(0, (await sensor.AskAsync("unblock", "--all")).ExitCode);
        }

        Other.SendUdp(Victim.IPv6, 161);
        await sensor.BlocksAre(Other.IPv6.ToString());
        Assert.Equal(5 * Minute, await LengthAsync(sensor));
    }

    [Fact]
    public async Task MAX_BLOCKS_PER_MINUTE_bounds_new_blocks_and_the_operator_is_told()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("MAX_BLOCKS_PER_MINUTE", "2"));
        foreach (var number in Enumerable.Range(1, 5))
            await Other.CanConnectAsync(Victim.IPv4, 111, await SourceAsync(20 + number));

        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("alarms").GetInt32() == 5, () => "five alarms are raised");
        await sensor.BlocksAre("10.77.0.21", "10.77.0.22");
        Assert.Single(sensor.Errors.Split('\n'), line => line.Contains("refused by MAX_BLOCKS_PER_MINUTE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MAX_SOURCES_bounds_what_is_held_of_sources()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("MAX_SOURCES", "16").With("SCAN_TRIGGER", "3"));
        foreach (var number in Enumerable.Range(1, 24))
        {
            var source = await SourceAsync(20 + number);
            await Other.CanConnectAsync(Victim.IPv4, 111, source);
            await Other.CanConnectAsync(Victim.IPv4, 79, source);
        }

        await ProbesAre(sensor, 48);
        var status = await sensor.StatusAsync();
        Assert.InRange(status.GetProperty("sources").GetInt32(), 1, 16);
        Assert.InRange(status.GetProperty("sourcesEvicted").GetInt32() + status.GetProperty("sourcesOverwritten").GetInt32(), 8, 48);
    }

    [Fact]
    public async Task PROTECT_leaves_out_what_is_named_with_a_dash()
    {
        await NetLab.Ip(Victim.Name, "route", "add", "default", "via", Source);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("PROTECT", "-gateways"));

        await TouchAsync(111);

        await sensor.BlocksAre(Source);
        Assert.Equal(3, (await sensor.AskAsync("block", Victim.IPv4.ToString())).ExitCode);
    }

    [Fact]
    public async Task STATE_DIR_and_CONTROL_SOCKET_are_where_the_sensor_keeps_its_list_and_is_asked()
    {
        var (state, socket) = (Path.Combine(Files.Folder, "elsewhere"), Path.Combine(Files.Folder, "asked.sock"));
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("STATE_DIR", state).With("CONTROL_SOCKET", socket));

        await TouchAsync(111);
        await sensor.BlocksAre(Source);

        var list = Path.Combine(state, "blocks.log");
        await Eventually.True(() => File.Exists(list) && File.ReadAllText(list).Contains(Source, StringComparison.Ordinal), "it stands in the list");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(socket));
        Assert.False(Directory.Exists(Files.State));
    }

    [Fact]
    public async Task Reload_binds_the_ports_that_TCP_PORTS_and_UDP_PORTS_list_now_and_counts_and_answers_as_the_other_keys_say()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_TCP", "0").With("TCP_PORTS", "111,143").With("UDP_PORTS", "69"), "-tcp", "-udp");
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 111));
        Files.With("TCP_PORTS", "143,2001-2003").With("UDP_PORTS", "161").With("SCAN_TRIGGER", "9").With("BLOCK_TCP", "1");

        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);

        await Eventually.True(() => Other.CanConnectAsync(Victim.IPv4, 2003), () => "the new port is bound");
        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 111));
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 143));
        Assert.Equal(["tcp 143,2001-2003", "udp 161"], await TripwiresAsync(sensor));
        Assert.Empty(await sensor.BlocksAsync());
        await TouchAsync(2001, 2002, 2003, 143, 2001, 2002, 2003, 143);
        await sensor.BlocksAre(Source);
    }

    [Fact]
    public async Task Reload_watches_the_INTERFACES_of_now_and_ignores_whom_IGNORE_FILE_names_now()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("INTERFACES", "eth9"));
        Assert.Contains("INTERFACES names eth9", sensor.Errors, StringComparison.Ordinal);
        await TouchAsync(111);
        Assert.Equal(0, (await sensor.StatusAsync()).GetProperty("framesPassed").GetInt32());

        Files.With("INTERFACES", "eth0");
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);
        await TouchUntilBlockedAsync(sensor, Source);
        Files.With("IGNORE_FILE", Files.Add("friends", $"{Source}\n"));
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);

        await sensor.BlocksAre();
    }

    [Fact]
    public async Task Flag_S_of_2_x_makes_a_tripwire_of_a_port_that_is_served()
    {
        await using var service = Victim.Serve(143);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "--stealth", "-S");

        await TouchAsync(143);

        await sensor.BlocksAre(Source);
        Assert.Contains("warning: -S: a listed port is a tripwire though it is served", sensor.Errors, StringComparison.Ordinal);
    }

    /// <summary>Started without a mode flag: the configuration names the modes.</summary>
    private Task<SensorProcess> StartAsConfiguredAsync() => SensorProcess.StartAsync(Victim, Files, "--verbose");

    private async Task TouchAsync(params int[] ports)
    {
        foreach (var port in ports)
            await Other.CanConnectAsync(Victim.IPv4, port);
    }

    private Task TouchUntilBlockedAsync(SensorProcess sensor, string source) => Eventually.True(
        async () =>
        {
            await TouchAsync(111);
            return (await sensor.BlocksAsync()).Any(block => block.GetProperty("target").GetString() == source);
        },
        () => $"{source} is blocked; {sensor.Errors}");

    private static Task ProbesAre(SensorProcess sensor, int count) => Eventually.True(
        async () => (await sensor.StatusAsync()).GetProperty("probes").GetInt32() == count, () => $"{count} probes are counted; {sensor.Errors}");

    private static async Task<IEnumerable<string>> TripwiresAsync(SensorProcess sensor) =>
        (await sensor.StatusAsync()).GetProperty("detectors").EnumerateArray().Select(detector => $"{detector.GetProperty("mode").GetString()} {detector.GetProperty("tripwires").GetString()}");

    private static async Task<TimeSpan> LengthAsync(SensorProcess sensor)
    {
        var block = Assert.Single(await sensor.BlocksAsync());
        return block.GetProperty("until").GetDateTimeOffset() - block.GetProperty("since").GetDateTimeOffset();
    }

    /// <summary>One more address of the attacker.</summary>
    private async Task<IPAddress> SourceAsync(int last)
    {
        var source = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.77.0.{last}"));
        await NetLab.AddAddressAsync(Other, source);
        return source;
    }
}
