using System.Net;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Real scans by a real nmap are seen, named rightly, and their source is blocked.</summary>
public sealed class DetectionTests : OneHostTests
{
    public static TheoryData<string, int, string> Scans => new()
    {
        { "-sS", 4, "syn" }, { "-sT", 4, "syn" }, { "-sF", 4, "fin" }, { "-sN", 4, "null" }, { "-sX", 4, "xmas" },
        { "-sS", 6, "syn" }, { "-sT", 6, "syn" }, { "-sF", 6, "fin" }, { "-sN", 6, "null" }, { "-sX", 6, "xmas" },
        { "-sS -f", 4, "tiny-fragment" }, { "-sS --scanflags URG", 4, "other-flags" }, { "-sS --scanflags SYNFIN", 4, "other-flags" },
        { "-sS -g 53", 4, "syn" }, { "-sS --badsum", 4, "syn" }, { "-sS --ip-options R", 4, "syn" },
    };

    [Theory]
    [MemberData(nameof(Scans))]
    public async Task Scan_in_mode_stcp_is_blocked_with_its_kind(string scan, int family, string kind)
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        Assert.True(await Other.ConnectsAsync(Victim.Address(family), 80));

        await Nmap(scan, family);

        await sensor.BlocksAre(Other.Address(family).ToString());
        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.Equal(("stcp", kind), (block.GetProperty("mode").GetString(), block.GetProperty("kind").GetString()));
        Assert.False(await Other.CanConnectAsync(Victim.Address(family), 80));
    }

    [Theory]
    [InlineData("-sS", 4, "syn")]
    [InlineData("-sX", 4, "xmas")]
    [InlineData("-sF", 6, "fin")]
    public async Task Scan_in_mode_atcp_is_blocked_with_its_kind(string scan, int family, string kind)
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-atcp");

        await Nmap(scan, family);

        await sensor.BlocksAre(Other.Address(family).ToString());
        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.Equal(("atcp", kind), (block.GetProperty("mode").GetString(), block.GetProperty("kind").GetString()));
        Assert.False(await Other.CanConnectAsync(Victim.Address(family), 80));
    }

    [Fact]
    public async Task Tiny_IPv6_fragments_are_blocked_as_such()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        Other.SendRaw(Victim.IPv6, IPv6Packets.SynInTinyFragments(Other.IPv6, Victim.IPv6, port: 111));

        await sensor.BlocksAre(Other.IPv6.ToString());
        Assert.Equal("tiny-fragment", (await sensor.BlocksAsync())[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Syn_behind_IPv6_extension_headers_is_blocked()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        Other.SendRaw(Victim.IPv6, IPv6Packets.SynBehindDestinationOptions(Other.IPv6, Victim.IPv6, port: 111));

        await sensor.BlocksAre(Other.IPv6.ToString());
        Assert.Equal("syn", (await sensor.BlocksAsync())[0].GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 1)]
    [InlineData("3", 3)]
    public async Task Trigger_is_reached_by_so_many_probes(string trigger, int probes)
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SCAN_TRIGGER", trigger));
        int[] ports = [1, 11, 15];

        foreach (var port in ports[..(probes - 1)])
            await Other.CanConnectAsync(Victim.IPv4, port);
        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("probes").GetInt32() == probes - 1, () => "the first probes are counted");
        Assert.Empty(await sensor.BlocksAsync());
        await Other.CanConnectAsync(Victim.IPv4, ports[probes - 1]);

        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Source_behind_a_router_is_blocked_by_its_IPv6_prefix()
    {
        await NetLab.Ip(Victim.Name, "-6", "route", "add", "2001:db8:7::/48", "via", Other.IPv6.ToString());
        await NetLab.Ip(Other.Name, "addr", "add", "2001:db8:7:1::5/128", "dev", "lo");
        await NetLab.Ip(Other.Name, "addr", "add", "2001:db8:7:1::6/128", "dev", "lo");
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);
        Assert.True(await Other.ConnectsAsync(Victim.IPv6, 80, IPAddress.Parse("2001:db8:7:1::6")));

        await Other.CanConnectAsync(Victim.IPv6, 111, IPAddress.Parse("2001:db8:7:1::5"));

        await sensor.BlocksAre("2001:db8:7:1::/64");
        Assert.False(await Other.CanConnectAsync(Victim.IPv6, 80, IPAddress.Parse("2001:db8:7:1::6")));
        Assert.True(await Other.ConnectsAsync(Victim.IPv6, 80));
    }

    private Task<string> Nmap(string scan, int family) => Other.MustAsync(
        ["nmap", .. scan.Split(' '), .. family == 6 ? ["-6"] : Array.Empty<string>(), "-Pn", "-n", "--max-retries", "0", "--host-timeout", "20", "-p", "11,79,111", Victim.Address(family).ToString()]);
}
