using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Real UDP scans are seen and their source is blocked; TCP and UDP are watched by one process.</summary>
public sealed class UdpDetectionTests : OneHostTests
{
    [Theory]
    [InlineData("sudp", 4)]
    [InlineData("sudp", 6)]
    [InlineData("audp", 4)]
    [InlineData("audp", 6)]
    public async Task Scan_by_UDP_is_blocked_with_its_kind(string mode, int family)
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, $"-{mode}");
        Assert.True(await Other.ConnectsAsync(Victim.Address(family), 80));

        await Nmap(family, "69,111,161");

        await sensor.BlocksAre(Other.Address(family).ToString());
        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.Equal((mode, "udp"), (block.GetProperty("mode").GetString(), block.GetProperty("kind").GetString()));
        Assert.False(await Other.CanConnectAsync(Victim.Address(family), 80));
    }

    [Fact]
    public async Task Both_protocols_are_watched_by_one_process_each_in_its_mode()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-stcp", "-audp");

        Assert.False(await Other.CanConnectAsync(Victim.IPv4, 111));
        Other.SendUdp(Victim.IPv6, 1000);

        await sensor.BlocksAre(Other.IPv4.ToString(), Other.IPv6.ToString());
        var status = await sensor.StatusAsync();
        Assert.Equal(["stcp", "audp"], status.GetProperty("modes").EnumerateArray().Select(mode => mode.GetString()));
        Assert.Equal(["stcp 1", "audp 1"], status.GetProperty("detectors").EnumerateArray()
            .Select(detector => $"{detector.GetProperty("mode").GetString()} {detector.GetProperty("alarms").GetInt32()}"));
        await Eventually.Holds(BlockedFile("stcp"), $"Host: {Other.IPv4}/{Other.IPv4} Port: 111 TCP Blocked\n");
        await Eventually.Holds(BlockedFile("audp"), $"Host: {Other.IPv6}/{Other.IPv6} Port: 1000 UDP Blocked\n");
    }

    [Fact]
    public async Task Each_protocol_is_answered_as_its_own_key_says()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("BLOCK_UDP", "0"), "-stcp", "-sudp");

        Other.SendUdp(Victim.IPv6, 161);
        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("alarms").GetInt32() == 1, () => "the alarm is raised");
        await MarkAsync(sensor);

        await sensor.BlocksAre("10.77.0.200");
        Assert.Equal(["block", "log"], (await sensor.StatusAsync()).GetProperty("detectors").EnumerateArray().Select(detector => detector.GetProperty("response").GetString()));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Datagram_in_fragments_to_a_tripwire_counts_once(int family)
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SCAN_TRIGGER", "2"), "-sudp");

        Other.SendUdp(Victim.Address(family), 161, length: 4000);

        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("probes").GetInt32() == 1, () => $"it is counted; {sensor.Errors}");
        Assert.Empty(await sensor.BlocksAsync());
        Other.SendUdp(Victim.Address(family), 69, length: 4000);
        await sensor.BlocksAre(Other.Address(family).ToString());
    }

    private string BlockedFile(string mode) => Path.Combine(Files.Folder, $"blocked.{mode}");

    private Task<string> Nmap(int family, string ports) => Other.MustAsync(
        ["nmap", "-sU", .. family == 6 ? ["-6"] : Array.Empty<string>(), "-Pn", "-n", "--max-retries", "0", "--host-timeout", "20", "-p", ports, Victim.Address(family).ToString()]);
}
