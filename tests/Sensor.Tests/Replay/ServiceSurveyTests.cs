using System.Collections.Frozen;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Replay;

public sealed class ServiceSurveyTests
{
    [Fact]
    public void Port_that_answers_a_SYN_is_served() =>
        Assert.Equal(["tcp 80"], Found(new Scenes().In("192.0.2.7", 80).Out("192.0.2.7", 80).In("192.0.2.7", 81).Out("192.0.2.7", 81, TcpFlags.Rst | TcpFlags.Ack)));

    [Fact]
    public void Port_that_answers_a_datagram_is_served() =>
        Assert.Equal(["udp 53"], Found(new Scenes().UdpIn("192.0.2.7", 53).UdpOut("192.0.2.7", 53)));

    [Fact]
    public void Port_that_asks_and_is_answered_is_not_served() =>
        Assert.Empty(Found(new Scenes().UdpOut("192.0.2.53", 500, 53).UdpIn("192.0.2.53", 500, 53)));

    [Fact]
    public void Datagram_to_somebody_else_is_no_answer() =>
        Assert.Empty(Found(new Scenes().UdpIn("192.0.2.7", 53).UdpOut("192.0.2.8", 53)));

    [Fact]
    public void SYN_ACK_of_another_host_serves_nothing_here() =>
        Assert.Empty(Found(new Scenes().In("192.0.2.7", 40000, TcpFlags.Syn | TcpFlags.Ack, 80)));

    [Fact]
    public void SYN_ACK_that_came_in_with_our_address_serves_nothing() =>
        Assert.Empty(Found(new Scenes(LinkFrames.LinuxCooked).Add(FrameBuilder.IPv4().From(Scenes.Host, 80).To("192.0.2.7").Flags(TcpFlags.Syn | TcpFlags.Ack), LinkFrames.PacketHost)));

    private static IEnumerable<string> Found(Scenes scenes)
    {
        var survey = new ServiceSurvey(new Viewpoint(new[] { Address.Parse(Scenes.Host) }.ToFrozenSet()));
        scenes.For(survey.See);
        return Enum.GetValues<Transport>().SelectMany(transport => survey.Of(transport).Select(service => $"{transport.Name()} {service.Port}"));
    }
}
