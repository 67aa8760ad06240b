using System.Globalization;
using System.Net;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>What goes wrong on a host that lives for years: detection goes on, or resumes by itself, and the operator is told once.</summary>
public sealed class BadDayTests : OneHostTests
{
    [Fact]
    public async Task Interface_that_comes_later_is_watched_and_one_that_goes_harms_nothing()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        await LinkAsync("eth1", "10.78.0");
        await TouchUntilBlockedAsync(sensor, IPAddress.Parse("10.78.0.1"));
        await sensor.BlocksAre("10.78.0.2");

        await NetLab.Ip(Victim.Name, "link", "del", "eth1");
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre("10.78.0.2", Other.IPv4.ToString());
    }

    [Fact]
    public async Task Named_interface_that_goes_and_comes_back_is_watched_again()
    {
        await LinkAsync("eth1", "10.78.0");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("INTERFACES", "eth1"));
        await NetLab.Ip(Victim.Name, "link", "del", "eth1");
        await Eventually.True(() => Lines(sensor.Errors, "INTERFACES names eth1, which this host does not have now").Any(), "the operator is told");

        await LinkAsync("eth1", "10.78.0");
        await TouchUntilBlockedAsync(sensor, IPAddress.Parse("10.78.0.1"));
        await Eventually.True(() => Lines(sensor.Errors, "All interfaces that INTERFACES names are there").Any(), "the operator is told of the end");
        Assert.Single(Lines(sensor.Errors, "this host does not have now"));
    }

    [Fact]
    public async Task Address_that_the_host_gets_later_is_protected_and_watched()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        var later = IPAddress.Parse("10.77.0.111");
        await NetLab.AddAddressAsync(Victim, later);

        await TouchUntilBlockedAsync(sensor, later);
        var refused = await sensor.AskAsync("block", later.ToString());
        Assert.NotEqual(0, refused.ExitCode);
        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Full_disk_stops_neither_detection_nor_blocking_and_nothing_is_missing_afterwards()
    {
        await using var disk = await Disk.MountAsync(Files);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("HISTORY_FILE", Path.Combine(Files.State, "history")).With("BLOCKED_FILE", Path.Combine(Files.State, "blocked")));
        await disk.FillAsync();

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await sensor.AskAsync("block", "192.0.2.1");
        await Eventually.True(() => sensor.Errors.Contains("blocks.log cannot be written", StringComparison.Ordinal), "the operator is told");

        await disk.FreeAsync();
        await Eventually.True(() => sensor.Errors.Contains("nothing is missing from it", StringComparison.Ordinal), "the disk heals by itself");
        Assert.Single(Lines(sensor.Errors, "blocks.log cannot be written"));
        Assert.InRange(Lines(sensor.Errors, "history cannot be written").Count(), 1, 2);
        await sensor.KillAsync();
        await using var second = await SensorProcess.StartAsync(Victim, Files);
        await second.BlocksAre(Other.IPv4.ToString(), "192.0.2.1");
    }

    [Fact]
    public async Task Disk_that_fails_and_is_read_only_stops_neither_detection_nor_blocking()
    {
        await using var disk = await Disk.MountImageAsync(Files);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await disk.FailAsync();

        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await sensor.AskAsync("block", "192.0.2.1");

        await Eventually.True(() => sensor.Errors.Contains("blocks.log cannot be written", StringComparison.Ordinal), "the operator is told");
        await MarkAsync(sensor);
        Assert.Single(Lines(sensor.Errors, "blocks.log cannot be written"));
    }

    [Fact]
    public async Task Deleted_history_file_is_made_anew()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        File.Delete(Files.History);

        var marker = await MarkAsync(sensor);

        await Eventually.True(() => File.Exists(Files.History) && File.ReadAllText(Files.History).Contains(marker, StringComparison.Ordinal), "the history goes on");
        Assert.DoesNotContain("history", sensor.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_sensor_sees_what_came_meanwhile_when_it_goes_on()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.SignalAsync("STOP");
        await Other.CanConnectAsync(Victim.IPv4, 111);

        await sensor.SignalAsync("CONT");

        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Sensor_without_a_free_descriptor_goes_on_and_heals()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await sensor.LimitFilesAsync("3");
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await Eventually.True(() => Task.FromResult(sensor.Errors.Contains("blocks.log cannot be written", StringComparison.Ordinal)), () => $"the operator is told; {sensor.Errors}");

        await sensor.LimitFilesAsync("1024");

        await sensor.BlocksAre(Other.IPv4.ToString());
        await Eventually.True(() => sensor.Errors.Contains("nothing is missing from it", StringComparison.Ordinal), "it heals by itself");
        await MarkAsync(sensor);
        Assert.Single(Lines(sensor.Errors, "blocks.log cannot be written"));
    }

    [Fact]
    public async Task Hundred_thousand_blocks_are_in_force_after_a_start()
    {
        Directory.CreateDirectory(Files.State);
        await File.WriteAllLinesAsync(Path.Combine(Files.State, "blocks.log"), Enumerable.Range(0, 100_000).Select(Line));

        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        Assert.Equal(100_000, (await sensor.BlocksAsync()).Count);
        Assert.Equal(100_000, (await Victim.MustAsync("nft", "list", "set", "inet", "portsentry", "hosts4")).Split("expires").Length - 1);
        await Other.CanConnectAsync(Victim.IPv4, 111);
        Assert.Equal(100_000, (await sensor.BlocksAsync()).Count);
    }

    [Fact]
    public async Task Source_beyond_the_bound_of_blocks_takes_the_place_of_the_unproven_one_that_ends_first()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("MAX_BLOCKS", "4"));
        foreach (var last in Enumerable.Range(20, 8))
        {
            var source = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.77.0.{last}"));
            await NetLab.AddAddressAsync(Other, source);
            await Other.CanConnectAsync(Victim.IPv4, 111, source);
        }

        await Eventually.True(async () => (await sensor.BlocksAsync()).Count is > 0 and <= 4, () => "the bound holds");
    }

    private static string Line(int number)
    {
        var target = new IPAddress([11, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
        return JsonSerializer.Serialize(new { target = target.ToString(), since = DateTimeOffset.UnixEpoch.AddYears(56), until = DateTimeOffset.UnixEpoch.AddYears(130), origin = "operator" });
    }

    private static IEnumerable<string> Lines(string text, string word) => text.Split('\n').Where(line => line.Contains(word, StringComparison.Ordinal));

    /// <summary>A new address takes the sensor a moment to learn of.</summary>
    private Task TouchUntilBlockedAsync(SensorProcess sensor, IPAddress address) => Eventually.True(
        async () =>
        {
            await Other.CanConnectAsync(address, 111);
            return (await sensor.BlocksAsync()).Count == 1;
        },
        () => $"the source is blocked; {sensor.Errors}");

    /// <summary>A second link between the two hosts, .1 ours and .2 theirs.</summary>
    private async Task LinkAsync(string name, string network)
    {
        await NetLab.Ip(Victim.Name, "link", "add", name, "type", "veth", "peer", "name", name, "netns", Other.Name);
        await NetLab.Ip(Victim.Name, "link", "set", name, "up");
        await NetLab.Ip(Other.Name, "link", "set", name, "up");
        await NetLab.AddAddressAsync(Victim, IPAddress.Parse($"{network}.1"), name);
        await NetLab.AddAddressAsync(Other, IPAddress.Parse($"{network}.2"), name);
        await Other.MustAsync("ping", "-c", "1", "-W", "5", $"{network}.1");
    }
}
