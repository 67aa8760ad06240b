using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Mode auto on a host with services: scans of every kind are found by their first ports, and whoever uses the services is not.</summary>
public sealed class AutoModeTests : OneHostTests
{
    private static readonly int[] Served = [80, 443, 8443];
    private static readonly IPAddress Scanner = IPAddress.Parse("10.77.0.201");

    [Theory]
    [InlineData("-sS", 4, "syn")]
    [InlineData("-sT", 6, "syn")]
    [InlineData("-sF", 4, "fin")]
    [InlineData("-sA", 4, "ack")]
    [InlineData("-sA", 6, "ack")]
    [InlineData("-sW", 4, "ack")]
    [InlineData("-sM", 4, "maimon")]
    [InlineData("-sS --scanflags PSHACK", 4, "other-flags")]
    public async Task Scan_that_meets_a_served_port_on_its_way_is_blocked_with_its_kind(string scan, int family, string kind)
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-auto");

        await NmapAsync(scan, family);

        await sensor.BlocksAre(Other.Address(family).ToString());
        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.Equal(("auto-tcp", kind), (block.GetProperty("mode").GetString(), block.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Scan_of_UDP_is_blocked()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-auto");

        await NmapAsync("-sU", 4);

        await sensor.BlocksAre(Other.IPv4.ToString());
        Assert.Equal("auto-udp", Assert.Single(await sensor.BlocksAsync()).GetProperty("mode").GetString());
    }

    [Fact]
    public async Task Client_that_strays_on_its_way_to_services_is_not_blocked_nor_is_one_that_knocks_at_one_closed_port_for_long()
    {
        await using var first = Victim.Serve(Served[0]);
        await using var second = Victim.Serve(Served[1]);
        await using var third = Victim.Serve(Served[2]);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-auto");

        foreach (var port in new[] { 8080, Served[0], 8888, Served[1], 9090, Served[2], 3128 })
            Assert.Equal(Served.Contains(port), await Other.CanConnectAsync(Victim.IPv4, port));
        for (var i = 0; i < 50; i++)
            Assert.False(await Other.CanConnectAsync(Victim.IPv6, 8080));

        await sensor.BlocksAre(await ScanFromElsewhereAsync());
        Assert.Equal(1, Detector(await sensor.StatusAsync(), "auto-tcp").GetProperty("alarms").GetInt32());
    }

    [Fact]
    public async Task Connection_of_this_host_from_a_low_port_is_no_scan_and_soon_costs_no_frame()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-auto");
        using var listener = Other.Run(() =>
        {
            var socket = new TcpListener(Other.IPv4, 2049);
            socket.Start();
            return socket;
        });
        using var client = Victim.Run(() => new TcpClient(new IPEndPoint(Victim.IPv4, 700)));
        await client.ConnectAsync(Other.IPv4, 2049);
        using var server = await listener.AcceptTcpClientAsync();

        await Eventually.True(async () => await FramesOfAsync(sensor, server, client) == 0, () => "its segments do not come here any more");

        await sensor.BlocksAre(await ScanFromElsewhereAsync());
    }

    [Fact]
    public async Task Configuration_names_it_for_one_protocol_or_both_and_ADVANCED_EXCLUDE_keeps_ports_out_of_it()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_MODE", "auto").With("UDP_MODE", "sudp").With("ADVANCED_EXCLUDE_TCP", "1-20000"), "--foreground");

        var status = await sensor.StatusAsync();
        Assert.Equal(["auto-tcp", "sudp"], status.GetProperty("modes").EnumerateArray().Select(mode => mode.GetString()));
        Assert.Equal("20001-65535", Detector(status, "auto-tcp").GetProperty("tripwires").GetString());
        await NmapAsync("-sS", 4);
        Assert.Equal(0, Detector(await sensor.StatusAsync(), "auto-tcp").GetProperty("probes").GetInt32());
    }

    /// <summary>A scan by an address that did nothing else: what came before it has been judged once it is blocked.</summary>
    private async Task<string> ScanFromElsewhereAsync()
    {
        await NetLab.AddAddressAsync(Other, Scanner);
        for (var port = 1; port <= 10; port++)
            await Other.CanConnectAsync(Victim.IPv4, port, Scanner);
        return Scanner.ToString();
    }

    /// <summary>What of twenty segments of a connection has passed the filter.</summary>
    private static async Task<int> FramesOfAsync(SensorProcess sensor, TcpClient server, TcpClient client)
    {
        var before = await CountAsync();
        for (var i = 0; i < 20; i++)
        {
            await server.GetStream().WriteAsync(new byte[1]);
            await client.GetStream().ReadExactlyAsync(new byte[1]);
        }

        return await CountAsync() - before;

        async Task<int> CountAsync() => (await sensor.StatusAsync()).GetProperty("framesPassed").GetInt32();
    }

    private static JsonElement Detector(JsonElement status, string mode) =>
        status.GetProperty("detectors").EnumerateArray().Single(detector => detector.GetProperty("mode").GetString() == mode);

    private Task<string> NmapAsync(string scan, int family) => Other.MustAsync(
        ["nmap", .. scan.Split(' '), .. family == 6 ? ["-6"] : Array.Empty<string>(), "-Pn", "-n", "--max-retries", "0", "--host-timeout", "30", "-p", "11,79,80,111,119,143,161,540,635,1080", Victim.Address(family).ToString()]);
}
