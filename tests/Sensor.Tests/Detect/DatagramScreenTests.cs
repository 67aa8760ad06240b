using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class DatagramScreenTests
{
    private static readonly Address Server = Address.Parse("192.0.2.53");

    private readonly DatagramScreen _screen = new();
    private readonly Probes _probes = new();

    [Theory]
    [InlineData(0, true)]
    [InlineData(179, true)]
    [InlineData(180, false)]
    public void Answer_to_a_question_of_ours_is_innocent_however_late_within_patience(int seconds, bool expected)
    {
        Ask(Server, from: 700);
        _probes.Now += TimeSpan.FromSeconds(seconds);

        Assert.Equal(expected, _screen.IsInnocent(_probes.NextUdp("192.0.2.53", 700, sourcePort: 53)));
        Assert.Equal(expected, _screen.IsInnocent(_probes.NextUdp("192.0.2.53", 700, sourcePort: 50123))); // TFTP answers from another port.
    }

    [Fact]
    public void Datagram_to_another_port_or_of_another_peer_is_no_answer()
    {
        Ask(Server, from: 700);

        Assert.False(_screen.IsInnocent(_probes.NextUdp("192.0.2.53", 701)));
        Assert.False(_screen.IsInnocent(_probes.NextUdp("192.0.2.54", 700)));
        Assert.False(_screen.IsInnocent(_probes.NextUdp("2001:db8::53", 700)));
    }

    [Fact]
    public void Question_to_all_is_answered_by_anybody()
    {
        Ask(Address.Parse("198.51.100.255"), from: 137, toAll: true);

        Assert.True(_screen.IsInnocent(_probes.NextUdp("198.51.100.9", 137, sourcePort: 137)));
        Assert.False(_screen.IsInnocent(_probes.NextUdp("198.51.100.9", 138)));
    }

    [Theory]
    [InlineData("192.0.2.1", 67, 68, true)]
    [InlineData("2001:db8::1", 547, 546, true)]
    [InlineData("192.0.2.1", 67, 69, false)]
    [InlineData("192.0.2.1", 68, 67, false)]
    [InlineData("192.0.2.1", 53, 68, false)]
    public void Answer_of_a_DHCP_server_is_innocent(string source, ushort from, ushort to, bool expected) =>
        Assert.Equal(expected, _screen.IsInnocent(_probes.NextUdp(source, to, from)));

    [Theory]
    [InlineData(1, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(64, false)]
    [InlineData(0, false)]
    public void Datagram_whose_hop_limit_all_but_ran_out_is_a_traceroute(byte limit, bool expected) =>
        Assert.Equal(expected, _screen.IsInnocent(_probes.NextUdp("192.0.2.7", 53) with { HopLimit = limit }));

    [Fact]
    public void Traceroute_that_goes_on_to_another_port_is_none()
    {
        Assert.True(_screen.IsInnocent(Trace("192.0.2.7", 53)));
        Assert.False(_screen.IsInnocent(Trace("192.0.2.7", 54)));
        Assert.True(_screen.IsInnocent(Trace("192.0.2.7", 53)));
        Assert.True(_screen.IsInnocent(Trace("192.0.2.8", 54)));
    }

    [Fact]
    public void Scan_with_low_hop_limits_has_one_port_for_nothing_and_no_more() => Prop.ForAll(
        Generate.Port.NonEmptyListOf().ToArbitrary(),
        ports =>
        {
            var screen = new DatagramScreen();
            return ports.Where(port => screen.IsInnocent(Trace("192.0.2.7", port))).Distinct().Count() == 1;
        }).QuickCheckThrowOnFailure();

    private void Ask(Address peer, ushort from, bool toAll = false) =>
        _screen.Left(new Departure(Transport.Udp, _probes.Now.Ticks, Probes.Local, from, peer), toAll);

    private Probe Trace(string source, ushort port) => _probes.NextUdp(source, port) with { HopLimit = 2 };
}
