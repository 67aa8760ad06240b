using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>The clock of the host is set, or wrong from the start: detection goes on, and blocks last as long as they were meant to.</summary>
public sealed class ClockTests : OneHostTests
{
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(-400)]
    [InlineData(-0.1)]
    [InlineData(0.1)]
    [InlineData(400)]
    public async Task Clock_that_is_set_stops_no_detection_and_neither_ends_nor_prolongs_a_block(double days)
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await sensor.AskAsync("block", "192.0.2.1", "--for", "4s");
        var set = TimeSpan.FromDays(days);

        faults.SetClock(set);

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(Other.IPv4.ToString(), marker);
        Assert.All(await sensor.BlocksAsync(), block => LastsAnHour(block, TimeProvider.System.GetUtcNow() + set));
        await InForceForAnHourAsync(Other.IPv4.ToString(), marker);
        Assert.Single(ClockLines(sensor));
    }

    [Theory]
    [InlineData(-400)]
    [InlineData(400)]
    public async Task Service_that_restarts_while_the_clock_is_set_is_no_tripwire(int days)
    {
        var faults = await Files.PrepareFaultsAsync();
        var service = Victim.Serve(143);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SERVICE_GRACE", "24h"));
        await service.DisposeAsync();

        faults.SetClock(TimeSpan.FromDays(days));
        // The first look after the clock was set has been made once a port that is served from now on is a service, too.
        await using var other = Victim.Serve(540);
        await IsServiceAsync(sensor, 540);
        await Other.CanConnectAsync(Victim.IPv4, 143);

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
    }

    [Fact]
    public async Task Host_that_starts_with_its_clock_far_behind_and_gets_the_time_later_keeps_its_blocks_for_as_long_as_they_were_meant_to_last()
    {
        var first = await SensorProcess.StartAsync(Victim, Files);
        await Other.CanConnectAsync(Victim.IPv4, 111);
        await first.BlocksAre(Other.IPv4.ToString());
        await first.AreKeptAsync(Other.IPv4.ToString());
        await first.KillAsync();
        await first.DisposeAsync();
        var faults = await Files.PrepareFaultsAsync();
        faults.SetClock(TimeSpan.FromDays(-10_000));
        await using var second = await SensorProcess.StartAsync(Victim, Files);
        await second.BlocksAre(Other.IPv4.ToString());

        faults.SetClock(TimeSpan.Zero);

        var marker = await MarkAsync(second);
        await second.BlocksAre(Other.IPv4.ToString(), marker);
        Assert.All(await second.BlocksAsync(), block => LastsAnHour(block, TimeProvider.System.GetUtcNow()));
        await InForceForAnHourAsync(Other.IPv4.ToString(), marker);
    }

    private static IEnumerable<string> ClockLines(SensorProcess sensor) =>
        sensor.Errors.Split('\n').Where(line => line.Contains("The clock was set by", StringComparison.Ordinal));

    private static void LastsAnHour(JsonElement block, DateTimeOffset now)
    {
        var left = block.GetProperty("until").GetDateTimeOffset() - now;
        Assert.InRange(left, TimeSpan.FromHours(1) - Slack, TimeSpan.FromHours(1));
    }

    /// <summary>What nft itself says: these and no others, for less than an hour.</summary>
    private async Task InForceForAnHourAsync(params string[] targets)
    {
        var elements = JsonDocument.Parse(await Victim.MustAsync("nft", "-j", "list", "set", "inet", "portsentry", "hosts4")).RootElement.GetProperty("nftables").EnumerateArray()
            .Where(item => item.TryGetProperty("set", out _)).SelectMany(item => item.GetProperty("set").GetProperty("elem").EnumerateArray())
            .Select(element => element.GetProperty("elem")).ToList();
        Assert.Equal(targets.Order(StringComparer.Ordinal), elements.Select(element => element.GetProperty("val").GetString()).Order(StringComparer.Ordinal));
        Assert.All(elements, element => Assert.InRange(element.GetProperty("expires").GetInt32(), (int)(TimeSpan.FromHours(1) - Slack).TotalSeconds, 3600));
    }

    /// <summary>Returns once the sensor has seen that the port is served: nobody who connects is blocked then.</summary>
    private Task IsServiceAsync(SensorProcess sensor, int port) => Eventually.True(
        () => Task.FromResult(File.ReadAllText(Path.Combine(Files.State, "services.log")).Contains($" {port} ", StringComparison.Ordinal)),
        () => $"port {port} is served; {sensor.Errors}");
}
