using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Replay;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Replay;

public sealed class AddressSurveyTests
{
    [Fact]
    public void Host_is_the_address_that_most_different_touches_go_to()
    {
        var scenes = new Scenes();
        for (ushort port = 1; port <= 20; port++)
            scenes.In("192.0.2.7", port).Out("192.0.2.7", port, TcpFlags.Rst | TcpFlags.Ack);

        Assert.Equal([Scenes.Host], Found(scenes));
    }

    [Fact]
    public void Touches_of_one_port_again_and_again_are_one()
    {
        var scenes = new Scenes();
        for (var i = 0; i < 50; i++)
            scenes.Out("192.0.2.80", 50000, TcpFlags.Syn, 443);
        for (ushort port = 1; port <= 9; port++)
            scenes.In("192.0.2.7", port);

        Assert.Equal([Scenes.Host], Found(scenes));
    }

    [Fact]
    public void Client_of_many_servers_is_the_host_though_nobody_touches_it()
    {
        var scenes = new Scenes();
        for (var server = 1; server <= 9; server++)
            scenes.Out($"192.0.2.{server}", 50000, TcpFlags.Syn, 443).In($"192.0.2.{server}", 50000, TcpFlags.Syn | TcpFlags.Ack, 443);

        Assert.Equal([Scenes.Host], Found(scenes));
    }

    [Fact]
    public void Answers_by_UDP_are_no_touches()
    {
        var scenes = new Scenes();
        for (ushort port = 50000; port < 50020; port++)
            scenes.UdpIn("192.0.2.7", 53, port).UdpOut("192.0.2.7", 53, port);

        Assert.Equal([Scenes.Host], Found(scenes));
    }

    [Fact]
    public void Host_that_is_only_answered_is_who_is_sent_to_first() =>
        Assert.Equal([Scenes.Host], Found(new Scenes().In("192.0.2.7", 80, TcpFlags.Ack).Out("192.0.2.7", 80, TcpFlags.Rst)));

    [Fact]
    public void Every_address_that_is_scanned_alike_is_the_hosts()
    {
        var scenes = new Scenes();
        for (ushort port = 1; port <= 20; port++)
            scenes.In("192.0.2.7", port).In("192.0.2.7", port, to: "198.51.100.9");

        Assert.Equal([Scenes.Host, "198.51.100.9"], Found(scenes));
    }

    [Fact]
    public void Each_family_has_its_address()
    {
        var scenes = new Scenes().In("192.0.2.7", 79).Add(FrameBuilder.IPv6(), LinkFrames.PacketHost);

        Assert.Equal([Scenes.Host, "2001:db8:1::1"], Found(scenes).Order());
    }

    [Theory]
    [InlineData(LinkFrames.LinuxCooked)]
    [InlineData(LinkFrames.LinuxCooked2)]
    public void Link_header_that_tells_the_way_is_believed(int link)
    {
        var scenes = new Scenes(link);
        for (ushort port = 1; port <= 20; port++)
            scenes.Out("192.0.2.80", 50000, TcpFlags.Syn, port);
        // Somebody pretends to be the host; a router passes other people's traffic on.
        scenes.In(Scenes.Host, 79).Out("192.0.2.80", 50000, TcpFlags.Syn, 21)
            .Add(FrameBuilder.IPv4().From("192.0.2.1").To("192.0.2.2"), LinkFrames.PacketHost)
            .Add(FrameBuilder.IPv4().From("192.0.2.1").To("192.0.2.2"), LinkFrames.PacketOutgoing);

        Assert.Equal([Scenes.Host], Found(scenes));
    }

    [Fact]
    public void Multicast_and_broadcast_are_nobodys_address()
    {
        var scenes = new Scenes().In("192.0.2.7", 79);
        for (ushort port = 1; port <= 20; port++)
            scenes.Add(FrameBuilder.IPv4().Udp().From("192.0.2.9").To("224.0.0.251", port), LinkFrames.PacketHost)
                .Add(FrameBuilder.IPv4().Udp().From("192.0.2.9").To("255.255.255.255", port), LinkFrames.PacketHost);

        Assert.Equal([Scenes.Host], Found(scenes));
    }

    [Fact]
    public void Capture_without_traffic_has_no_host() => Assert.Empty(Found(new Scenes()));

    [Fact]
    public void Flood_of_forged_sources_stays_within_bounds_and_finds_the_host()
    {
        var survey = new AddressSurvey();
        for (var i = 0; i < AddressSurvey.MaxAddresses + 1000; i++)
        {
            var syn = FrameBuilder.IPv4().From($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}").To(Scenes.Host, 80).Build();
            survey.See(new() { Bytes = syn, EtherType = 0x0800, Ticks = 1, Direction = default });
        }

        Assert.Equal([Scenes.Host], survey.Own().Select(address => address.ToString()));
    }

    private static IEnumerable<string> Found(Scenes scenes)
    {
        var survey = new AddressSurvey();
        scenes.For(survey.See);
        return survey.Own().Select(address => address.ToString());
    }
}
