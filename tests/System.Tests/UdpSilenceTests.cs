using System.Net;
using System.Net.Sockets;
using PortSentry.TestKit;

namespace PortSentry.System.Tests;

/// <summary>Datagrams that are no scan raise no alarm. A last, real probe of another address marks the end: all before it has been judged.</summary>
public sealed class UdpSilenceTests : OneHostTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Late_answers_to_questions_of_ours_are_no_probes(int family)
    {
        await using var sensor = await StartAsync("ADVANCED_PORTS_UDP", "65536");
        using var server = Other.OpenUdp(53);

        // From ports of its own choice, and from low ones, as rpcbind's clients ask.
        for (var i = 0; i < 40; i++)
            await AskAndHangUpAsync(server, Victim.Address(family), i < 20 ? 0 : 600 + i);

        await OnlyTheMarkerIsBlocked(sensor);
        Assert.InRange(Detector(await sensor.StatusAsync()).GetProperty("innocent").GetInt32(), 1, 40);
    }

    [Fact]
    public async Task Traceroute_to_one_port_is_no_scan()
    {
        await using var sensor = await StartAsync();

        await Other.MustAsync("traceroute", "-n", "-w", "1", "-U", "-p", "53", Victim.IPv4.ToString());
        await Other.MustAsync("traceroute", "-6", "-n", "-w", "1", "-U", "-p", "53", Victim.IPv6.ToString());
        await Other.MustAsync("traceroute", "-n", "-w", "1", Victim.IPv4.ToString());

        await OnlyTheMarkerIsBlocked(sensor);
    }

    [Fact]
    public async Task DHCP_and_multicast_DNS_are_no_probes()
    {
        await using var sensor = await StartAsync("ADVANCED_PORTS_UDP", "65536");

        await NetLab.Ip(Other.Name, "route", "add", "default", "dev", "eth0");
        foreach (var to in new[] { Victim.IPv4, IPAddress.Broadcast, IPAddress.Parse("10.77.0.255") })
            Other.SendUdp(to, 68, 300, from: Other.IPv4, fromPort: 67);
        Other.SendUdp(IPAddress.Broadcast, 67, 300, from: Other.IPv4, fromPort: 68);
        Other.SendUdp(Victim.IPv6, 546, 300, fromPort: 547);
        Other.SendUdp(IPAddress.Parse("224.0.0.251"), 5353, 100, from: Other.IPv4, fromPort: 5353);
        Other.SendUdp(IPAddress.Parse($"ff02::fb%{await InterfaceOf(Other)}"), 5353, 100, fromPort: 5353);

        await OnlyTheMarkerIsBlocked(sensor);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Large_datagram_in_fragments_to_an_open_port_is_not_seen(int family)
    {
        using var service = Victim.OpenUdp(1000);
        await using var sensor = await StartAsync();

        Other.SendUdp(Victim.Address(family), 1000, length: 4096);
        Assert.Equal(4096, (await service.ReceiveAsync().WaitAsync(Deadline.Generous)).Buffer.Length);

        await OnlyTheMarkerIsBlocked(sensor);
    }

    [Fact]
    public async Task Service_of_UDP_started_a_moment_ago_is_no_tripwire()
    {
        await using var sensor = await StartAsync();

        using var service = Victim.OpenUdp(1000);
        Other.SendUdp(Victim.IPv4, 1000);
        Other.SendUdp(Victim.IPv6, 1000);

        await OnlyTheMarkerIsBlocked(sensor);
    }

    [Fact]
    public async Task Service_of_UDP_restarted_within_its_grace_is_no_tripwire()
    {
        var service = Victim.OpenUdp(1000);
        await using var sensor = await StartAsync("SERVICE_GRACE", "1h");

        service.Dispose();
        Other.SendUdp(Victim.IPv4, 1000);

        await OnlyTheMarkerIsBlocked(sensor);
    }

    [Fact]
    public async Task Port_of_UDP_published_by_a_nat_rule_is_no_tripwire()
    {
        await Victim.MustAsync("nft", $"add table ip nat; add chain ip nat pre {{ type nat hook prerouting priority dstnat; }}; add rule ip nat pre udp dport 1000 redirect to 2000");
        await using var sensor = await StartAsync();

        Other.SendUdp(Victim.IPv4, 1000);

        await OnlyTheMarkerIsBlocked(sensor);
        Assert.Equal(1, (await sensor.StatusAsync()).GetProperty("framesPassed").GetInt32());
    }

    private Task<SensorProcess> StartAsync(string key = "ADVANCED_PORTS_UDP", string value = "1024") =>
        SensorProcess.StartAsync(Victim, Files.With(key, value), "-audp");

    /// <summary>Asks from a socket of this host, closes it, and only then has the answer sent.</summary>
    private async Task AskAndHangUpAsync(UdpClient server, IPAddress from, int fromPort)
    {
        Victim.SendUdp(from.AddressFamily == AddressFamily.InterNetwork ? Other.IPv4 : Other.IPv6, 53, from: from, fromPort: fromPort);
        var question = await server.ReceiveAsync().WaitAsync(Deadline.Generous);
        await server.SendAsync(question.Buffer, question.RemoteEndPoint);
    }

    private async Task OnlyTheMarkerIsBlocked(SensorProcess sensor)
    {
        var marker = await MarkByUdpAsync(sensor);
        await sensor.BlocksAre(marker);
        Assert.Equal(1, Detector(await sensor.StatusAsync()).GetProperty("probes").GetInt32());
    }

    private static global::System.Text.Json.JsonElement Detector(global::System.Text.Json.JsonElement status) => status.GetProperty("detectors")[0];

    private static async Task<string> InterfaceOf(NetHost host) => (await host.MustAsync("ip", "-o", "link", "show", "eth0")).Split(':')[0];
}
