using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>The modes tcp and udp, which bind the ports they watch.</summary>
public sealed class ConnectModeTests : OneHostTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Connection_proves_the_address_and_blocks_it_for_BLOCK_DURATION(int family)
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("IPV6_PREFIX", "128"), "-tcp");

        Assert.True(await Other.ConnectsAsync(Victim.Address(family), 111));

        await sensor.BlocksAre(Other.Address(family).ToString());
        var block = Assert.Single(await sensor.BlocksAsync());
        Assert.Equal((true, "connect", "tcp"), (block.GetProperty("proven").GetBoolean(), block.GetProperty("kind").GetString(), block.GetProperty("mode").GetString()));
        Assert.Equal(TimeSpan.FromHours(24), block.GetProperty("until").GetDateTimeOffset() - block.GetProperty("since").GetDateTimeOffset());
        Assert.False(await Other.CanConnectAsync(Victim.Address(family), 119));
        Assert.False(await Other.CanConnectAsync(Victim.Address(family), 80));
    }

    [Fact]
    public async Task Connect_scan_meets_the_banner_and_is_logged_as_1_2_does()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("PORT_BANNER", "** UNAUTHORIZED ACCESS PROHIBITED **").With("BLOCK_TCP", "0"), "-tcp");

        Assert.Equal("** UNAUTHORIZED ACCESS PROHIBITED **", await ReadAsync(Victim.IPv4, 143));
        var scan = await Other.MustAsync("nmap", "-sT", "-Pn", "-n", "-p", "1,11,15,16", Victim.IPv4.ToString());

        Assert.Equal(3, scan.Split('\n').Count(line => line.Contains(" open ", StringComparison.Ordinal)));
        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("probes").GetInt32() == 4, () => $"four probes are counted; {sensor.Output}");
    }

    [Fact]
    public async Task Datagram_to_a_bound_port_blocks_and_is_not_answered()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("PORT_BANNER", "go away"), "-udp");
        using var client = Other.OpenUdp();

        await client.SendAsync(new byte[8], new IPEndPoint(Victim.IPv4.MapToIPv6(), 69));

        await sensor.BlocksAre(Other.IPv4.ToString());
        Assert.False(Assert.Single(await sensor.BlocksAsync()).GetProperty("proven").GetBoolean());
        Assert.Equal(0, client.Available);
    }

    [Fact]
    public async Task Port_in_use_is_named_and_skipped_and_the_other_mode_goes_on()
    {
        await using var service = Victim.Serve(111);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-tcp", "-sudp");

        Assert.Contains("TCP ports 111 cannot be bound", sensor.Errors, StringComparison.Ordinal);
        Assert.Equal("1,11,15,79,119,143,540,635", (await sensor.StatusAsync()).GetProperty("tripwires").GetString());
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 111));
        Assert.Empty(await sensor.BlocksAsync());
        Other.SendUdp(Victim.IPv4, 161);
        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Interface_that_goes_and_comes_back_harms_no_mode()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-tcp", "-sudp");
        await NetLab.Ip(Victim.Name, "link", "set", "eth0", "down");
        await NetLab.Ip(Victim.Name, "link", "set", "eth0", "up");

        await Eventually.True(() => Other.CanConnectAsync(Victim.IPv4, 79), () => "the port is reached again");
        await sensor.BlocksAre(Other.IPv4.ToString());
        Assert.Equal(0, (await sensor.AskAsync("unblock", "--all")).ExitCode);
        Other.SendUdp(Victim.IPv4, 161);
        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Five_thousand_ports_are_bound_and_bound_again_after_a_restart()
    {
        Files.With("TCP_PORTS", "10001-15000").With("BLOCK_TCP", "0");
        for (var run = 0; run < 2; run++)
        {
            await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-tcp");
            Assert.Equal("10001-15000", (await sensor.StatusAsync()).GetProperty("tripwires").GetString());
            await Other.MustAsync("nmap", "-sT", "-Pn", "-n", "-T5", "-p", "10001-11000", Victim.IPv4.ToString());
            await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("probes").GetInt32() >= 1000, () => "a thousand connections are counted");
            Assert.Equal(0, await sensor.StopAsync());
        }
    }

    [Fact]
    public async Task Second_start_with_the_other_protocols_flag_joins_the_running_one()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-stcp");

        var udp = await sensor.AskAsync("-sudp");
        var again = await sensor.AskAsync("-sudp");
        var tcp = await sensor.AskAsync("-tcp");

        Assert.Equal((0, "", ""), (udp.ExitCode, udp.Output, udp.Errors));
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(1, tcp.ExitCode);
        Assert.Contains("portsentry: already running on this host", tcp.Errors, StringComparison.Ordinal);
        Assert.Equal(["stcp", "sudp"], (await sensor.StatusAsync()).GetProperty("modes").EnumerateArray().Select(mode => mode.GetString()));
        Other.SendUdp(Victim.IPv4, 161);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await Eventually.Holds(Path.Combine(Files.Folder, "blocked.sudp"), "UDP Blocked\n");
    }

    [Fact]
    public async Task Mode_that_cannot_join_leaves_nothing_behind_and_another_joins_once_it_can()
    {
        var faults = await Files.PrepareFaultsAsync();
        await using var sensor = await SensorProcess.StartAsync(Victim, Files, "-udp");
        faults.Begin(KernelFault.PacketSocket, Errno.NoMemory);

        var refused = await sensor.AskAsync("-stcp");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("the capture cannot be opened", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(["udp"], await ModesAsync(sensor));
        faults.End(KernelFault.PacketSocket);
        Assert.Equal((0, ""), ((await sensor.AskAsync("-atcp")) is var joined ? (joined.ExitCode, joined.Errors) : default));
        Assert.Equal(["atcp", "udp"], await ModesAsync(sensor));
        // A port that the mode which did not come in would not have watched.
        await Other.CanConnectAsync(Victim.IPv4, 300);
        await sensor.BlocksAre(Other.IPv4.ToString());
        await Eventually.Holds(Path.Combine(Files.Folder, "blocked.atcp"), "TCP Blocked\n");
        Assert.False(File.Exists(Path.Combine(Files.Folder, "blocked.stcp")));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Files.Folder, "blocked.atcp")));
    }

    [Fact]
    public async Task Thousands_of_connections_at_once_are_all_counted_take_no_descriptors_and_hold_up_nothing()
    {
        const int connections = 3000;
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_PORTS", "111,10001-10100").With("BLOCK_TCP", "0"), "-tcp");
        var before = Descriptors(await sensor.StatusAsync());
        var sockets = Other.Run(() => Enumerable.Range(0, connections).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList());
        try
        {
            await Task.WhenAll(sockets.Select((socket, number) => socket.ConnectAsync(new IPEndPoint(Victim.IPv4, 10001 + (number % 100))))).Soon();

            await Eventually.True(
                async () => (await sensor.StatusAsync()).GetProperty("probes").GetInt32() == connections, () => $"all are counted; {sensor.Errors}");
            Assert.InRange(Descriptors(await sensor.StatusAsync()), 0, before + 16);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        Files.With("BLOCK_TCP", "1");
        Assert.Equal(0, (await sensor.AskAsync("reload")).ExitCode);
        await MarkAsync(sensor);
    }

    [Fact]
    public async Task Modes_of_etc_default_are_the_last_source()
    {
        var defaults = Files.Add("default", "TCP_MODE=\"tcp\"\nUDP_MODE=\"udp\"\n");

        using var process = Victim.Start("unshare", "-m", "sh", "-c", $"mkdir -p /etc/default; touch /etc/default/portsentry; mount --bind {defaults} /etc/default/portsentry && exec {Dist.Sensor} --foreground -c {Files.Config}");
        var said = await process.StandardError.ReadLineAsync();
        while (said is not null && !said.EndsWith("watching", StringComparison.Ordinal))
            said = await process.StandardError.ReadLineAsync();
        process.Kill();

        Assert.EndsWith(": modes tcp and udp, watching", said, StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string?>> ModesAsync(SensorProcess sensor) =>
        (await sensor.StatusAsync()).GetProperty("modes").EnumerateArray().Select(mode => mode.GetString());

    private static int Descriptors(JsonElement status) => Directory.GetFileSystemEntries($"/proc/{status.GetProperty("pid").GetInt32()}/fd").Length;

    private async Task<string> ReadAsync(IPAddress address, int port)
    {
        using var socket = Other.Run(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        await socket.ConnectAsync(new IPEndPoint(address, port));
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
