using System.Net;
using System.Net.Sockets;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>What is no scan raises no alarm. A last, real probe of another address marks the end: all before it has been judged.</summary>
public sealed class SilenceTests : OneHostTests
{
    private const string EveryPort = "1-65535";

    [Fact]
    public async Task Client_of_an_open_port_is_not_seen_and_costs_no_frame()
    {
        await using var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_PORTS", "1-1000"));

        for (var i = 0; i < 200; i++)
            Assert.True(await Other.ConnectsAsync(Victim.Address(i % 2 == 0 ? 4 : 6), 80));

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
        var status = await sensor.StatusAsync();
        Assert.Equal((1, 1), (status.GetProperty("probes").GetInt32(), status.GetProperty("framesPassed").GetInt32()));
    }

    [Fact]
    public async Task Service_restarted_under_load_is_no_tripwire()
    {
        var service = Victim.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_PORTS", "1-1000").With("SERVICE_GRACE", "1h"));

        for (var i = 0; i < 5; i++)
        {
            await service.DisposeAsync();
            // A program that another test starts at this moment holds the socket until it runs.
            await Eventually.True(async () => !await Other.CanConnectAsync(Victim.IPv4, 80), () => "it is closed");
            for (var j = 0; j < 20; j++)
                Assert.False(await Other.CanConnectAsync(Victim.IPv4, 80));
            service = Victim.Serve(80);
            Assert.True(await Other.ConnectsAsync(Victim.IPv4, 80));
        }

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Service_started_a_moment_ago_is_no_tripwire()
    {
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_PORTS", "1-1000"));

        await using var service = Victim.Serve(80);
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 80));
        Assert.True(await Other.ConnectsAsync(Victim.IPv6, 80));

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
    }

    [Fact]
    public async Task Service_on_one_address_leaves_the_port_a_tripwire_on_the_others()
    {
        var second = IPAddress.Parse("10.77.0.99");
        await NetLab.AddAddressAsync(Victim, second);
        using var listener = Victim.Run(() =>
        {
            var socket = new TcpListener(second, 80);
            socket.Start();
            return socket;
        });
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_PORTS", "1-1000"));

        Assert.True(await Other.ConnectsAsync(second, 80));
        Assert.Equal(0, (await sensor.StatusAsync()).GetProperty("framesPassed").GetInt32());
        await Other.CanConnectAsync(Victim.IPv4, 80);

        await sensor.BlocksAre(Other.IPv4.ToString());
    }

    [Fact]
    public async Task Own_outbound_connections_and_questions_are_not_seen()
    {
        await using var web = Other.Serve(80);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("TCP_PORTS", EveryPort));

        for (var i = 0; i < 50; i++)
            Assert.True(await Victim.ConnectsAsync(Other.Address(i % 2 == 0 ? 4 : 6), 80));
        // A refused connection answers with RST, a question to DNS or NTP with a datagram.
        Assert.False(await Victim.CanConnectAsync(Other.IPv4, 443));
        foreach (var port in new[] { 53, 123 })
            await AskByUdpAsync(port);

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
        Assert.Equal(1, (await sensor.StatusAsync()).GetProperty("probes").GetInt32());
    }

    [Fact]
    public async Task Port_published_by_a_nat_rule_is_no_tripwire()
    {
        var backend = await MakeBackendAsync();
        await using var service = backend.Serve(8080);
        await Victim.MustAsync("nft", $"add table ip nat; add chain ip nat pre {{ type nat hook prerouting priority dstnat; }}; add rule ip nat pre tcp dport {{ 540, 635 }} dnat to {backend.IPv4}:8080");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 540));
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 635));

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
        Assert.Equal(1, (await sensor.StatusAsync()).GetProperty("framesPassed").GetInt32());
    }

    [Fact]
    public async Task Port_published_by_iptables_while_the_sensor_runs_is_no_tripwire()
    {
        var backend = await MakeBackendAsync();
        await using var service = backend.Serve(8080);
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        await Victim.MustAsync("iptables", "-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "540", "-j", "DNAT", "--to-destination", $"{backend.IPv4}:8080");
        await Eventually.True(
            async () => !(await sensor.StatusAsync()).GetProperty("tripwires").GetString()!.Split(',').Contains("540"),
            () => "the published port is taken off the tripwires");
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 540));

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
    }

    [Fact]
    public async Task Port_published_by_a_rule_that_names_no_port_is_learned_from_its_first_answer()
    {
        var backend = await MakeBackendAsync();
        await using var service = backend.Serve(8080);
        await Victim.MustAsync("nft", $"add table ip nat; add map ip nat m {{ type inet_service : ipv4_addr; }}; add element ip nat m {{ 540 : {backend.IPv4} }}; add chain ip nat pre {{ type nat hook prerouting priority dstnat; }}; add rule ip nat pre dnat to tcp dport map @m:8080");
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        await Other.CanConnectAsync(Victim.IPv4, 540);
        await Eventually.True(() => sensor.Errors.Contains("Port 540", StringComparison.Ordinal), "the port is learned");
        await sensor.BlocksAre();
        Assert.True(await Other.ConnectsAsync(Victim.IPv4, 540));

        var marker = await MarkAsync(sensor);
        await sensor.BlocksAre(marker);
    }

    [Fact]
    public async Task Syn_through_a_bridge_counts_once()
    {
        await NetLab.Ip(Victim.Name, "link", "add", "br0", "type", "bridge");
        await NetLab.Ip(Victim.Name, "addr", "flush", "dev", "eth0");
        await NetLab.Ip(Victim.Name, "link", "set", "eth0", "master", "br0");
        await NetLab.Ip(Victim.Name, "link", "set", "br0", "up");
        await NetLab.AddAddressAsync(Victim, Victim.IPv4, "br0");
        await Other.MustAsync("ping", "-c", "1", Victim.IPv4.ToString());
        await using var sensor = await SensorProcess.StartAsync(Victim, Files.With("SCAN_TRIGGER", "2"));

        await Other.CanConnectAsync(Victim.IPv4, 111);

        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("copies").GetInt32() == 1, () => "the copy is seen");
        Assert.Equal(1, (await sensor.StatusAsync()).GetProperty("probes").GetInt32());
        Assert.Empty(await sensor.BlocksAsync());
    }

    [Theory]
    [InlineData("IGNORE_FILE")]
    [InlineData("GATEWAY")]
    [InlineData("OWN")]
    public async Task Ignored_and_protected_addresses_are_never_blocked(string how)
    {
        if (how == "IGNORE_FILE")
            Files.With("IGNORE_FILE", Files.Add("ignore", $"# friends\n{Other.IPv4}/24 # host bits are masked\n{Other.IPv6}\n"));
        if (how == "GATEWAY")
            await NetLab.Ip(Victim.Name, "route", "add", "default", "via", Other.IPv4.ToString());
        if (how == "OWN")
            await NetLab.AddAddressAsync(Victim, IPAddress.Parse("10.77.0.66"));
        await using var sensor = await SensorProcess.StartAsync(Victim, Files);

        if (how == "OWN")
            await ForgeAsync("10.77.0.66", 11, 111);
        else
            await Other.MustAsync("nmap", "-sS", "-Pn", "-n", "--max-retries", "0", "-p", "11,111", Victim.IPv4.ToString());
        await Eventually.True(async () => (await sensor.StatusAsync()).GetProperty("spared").GetInt32() == 2, () => $"both probes are spared; {sensor.Errors}");

        Assert.Empty(await sensor.BlocksAsync());
        var refused = await sensor.AskAsync("block", how == "OWN" ? "10.77.0.66" : Other.IPv4.ToString());
        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("is not blocked: it is, or holds, ", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(3, (await sensor.AskAsync("block", "10.0.0.0/8")).ExitCode);
    }

    private async Task ForgeAsync(string source, params int[] ports)
    {
        // hping3 ends with 1 when nobody answers: nobody can.
        foreach (var port in ports)
            await Other.RunAsync("hping3", "-q", "-c", "1", "-S", "-a", source, "-p", $"{port}", Victim.IPv4.ToString());
    }

    private async Task<NetHost> MakeBackendAsync()
    {
        var backend = await Lab.AddHostAsync("backend");
        await Victim.MustAsync("sysctl", "-qw", "net.ipv4.ip_forward=1");
        // Answers go back the way they came, through the host that translates.
        await NetLab.Ip(backend.Name, "route", "add", $"{Other.IPv4}/32", "via", Victim.IPv4.ToString());
        await NetLab.Ip(backend.Name, "route", "add", "10.77.0.200/32", "via", Victim.IPv4.ToString());
        return backend;
    }

    private async Task AskByUdpAsync(int port)
    {
        using var server = Other.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, port)));
        using var client = Victim.Run(() => new UdpClient(new IPEndPoint(IPAddress.Any, 0)));
        await client.SendAsync(new byte[48], new IPEndPoint(Other.IPv4, port));
        var question = await server.ReceiveAsync();
        await server.SendAsync(question.Buffer, question.RemoteEndPoint);
        await client.ReceiveAsync();
    }
}
