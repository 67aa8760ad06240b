using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture;

public sealed class CaptureFilterTests
{
    private const TcpFlags Handshake = TcpFlags.Syn | TcpFlags.Ack;

    private static readonly Transport[] Both = [Transport.Tcp, Transport.Udp];

    private static readonly CaptureScope OnPort111 = new()
    {
        Tcp = new() { IPv4 = PortSet.Of([111]), IPv6 = PortSet.Of([111]) },
        Loopback = 1,
    };

    private static readonly CaptureScope OnUdp161 = OnPort111 with { Udp = new() { IPv4 = PortSet.Of([161]), IPv6 = PortSet.Of([161]) } };

    [Fact]
    public void Syn_to_a_watched_port_is_accepted_whole()
    {
        var frame = FrameBuilder.IPv4().To("198.51.100.1", 111);

        Assert.True(BpfInterpreter.Run(CaptureFilter.Compile(OnPort111), Packet(frame)) >= 65535);
    }

    [Theory]
    [InlineData(110, false)]
    [InlineData(111, true)]
    [InlineData(112, false)]
    public void Port_decides_in_both_families(ushort port, bool expected)
    {
        Assert.Equal(expected, Accepts(OnPort111, FrameBuilder.IPv4().Port(port)));
        Assert.Equal(expected, Accepts(OnPort111, FrameBuilder.IPv4().IpOptions(40).Port(port)));
        Assert.Equal(expected, Accepts(OnPort111, FrameBuilder.IPv6().Port(port)));
    }

    [Fact]
    public void Families_have_ports_of_their_own()
    {
        var scope = OnPort111 with { Tcp = OnPort111.Tcp with { IPv6 = PortSet.Of([79]) } };

        Assert.True(Accepts(scope, FrameBuilder.IPv4().Port(111)) && Accepts(scope, FrameBuilder.IPv6().Port(79)));
        Assert.False(Accepts(scope, FrameBuilder.IPv4().Port(79)) || Accepts(scope, FrameBuilder.IPv6().Port(111)));
    }

    [Fact]
    public void Where_first_contacts_are_weighed_a_syn_passes_to_any_port_and_what_acknowledges_to_watched_low_ones()
    {
        var scope = OnPort111 with { Tcp = new() { IPv4 = PortSet.Of([111, 40000]), IPv6 = PortSet.Of([111, 40000]), AcknowledgingBelow = 32768 } };
        foreach (var flags in Enumerable.Range(0, 256).Select(value => (TcpFlags)value))
        {
            var (rejects, begins) = ((flags & TcpFlags.Rst) != 0 || (flags & Handshake) == Handshake, (flags & (Handshake | TcpFlags.Fin | TcpFlags.Rst)) == TcpFlags.Syn);
            foreach (var (port, expected) in new[] { ((ushort)111, !rejects), ((ushort)80, begins), ((ushort)40000, !rejects && (flags & TcpFlags.Ack) == 0) })
            {
                Assert.Equal((flags, port, expected), (flags, port, Accepts(scope, FrameBuilder.IPv4().Port(port).Flags(flags))));
                Assert.Equal((flags, port, expected), (flags, port, Accepts(scope, FrameBuilder.IPv6().Port(port).Flags(flags))));
            }
        }
    }

    [Fact]
    public void Segments_with_ACK_or_RST_are_refused_and_all_others_accepted()
    {
        foreach (var flags in Enumerable.Range(0, 256).Select(value => (TcpFlags)value))
        {
            var expected = (flags & (TcpFlags.Ack | TcpFlags.Rst)) == 0;
            Assert.Equal((flags, expected), (flags, Accepts(OnPort111, FrameBuilder.IPv4().Flags(flags))));
            Assert.Equal((flags, expected), (flags, Accepts(OnPort111, FrameBuilder.IPv6().Flags(flags))));
        }
    }

    [Theory]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack, 111, true)]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Ece, 111, true)]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack, 112, false)]
    [InlineData(TcpFlags.Syn, 111, false)]
    [InlineData(TcpFlags.Ack, 111, false)]
    [InlineData(TcpFlags.Rst | TcpFlags.Ack, 111, false)]
    public void Outgoing_segment_is_accepted_when_it_is_the_SynAck_of_a_watched_port(TcpFlags flags, ushort port, bool expected)
    {
        Assert.Equal(expected, Leaves(OnPort111, FrameBuilder.IPv4().From("198.51.100.1", port).To("192.0.2.7", 40000).Flags(flags)));
        Assert.Equal(expected, Leaves(OnPort111, FrameBuilder.IPv6().From("2001:db8:1::1", port).To("2001:db8::7", 40000).Flags(flags)));
    }

    [Fact]
    public void SynAck_of_a_port_in_use_is_refused()
    {
        var scope = OnPort111 with { Tcp = OnPort111.Tcp with { InUse = [(Address.Parse("198.51.100.1"), 111)] } };

        Assert.False(Leaves(scope, FrameBuilder.IPv4().From("198.51.100.1", 111).To("192.0.2.7", 40000).Flags(Handshake)));
        Assert.True(Leaves(scope, FrameBuilder.IPv4().From("198.51.100.2", 111).To("192.0.2.7", 40000).Flags(Handshake)));
    }

    [Fact]
    public void Port_in_use_on_one_address_is_watched_on_the_others()
    {
        var scope = OnPort111 with { Tcp = OnPort111.Tcp with { InUse = [(Address.Parse("198.51.100.1"), 111), (Address.Parse("2001:db8:1::1"), 111)] } };

        Assert.False(Accepts(scope, FrameBuilder.IPv4().To("198.51.100.1", 111)));
        Assert.False(Accepts(scope, FrameBuilder.IPv6().To("2001:db8:1::1", 111)));
        Assert.True(Accepts(scope, FrameBuilder.IPv4().To("198.51.100.2", 111)));
        Assert.True(Accepts(scope, FrameBuilder.IPv6().To("2001:db8:1::2", 111)));
    }

    [Theory]
    [InlineData(111, true)]
    [InlineData(112, false)]
    public void First_fragment_is_judged_by_its_port_alone(ushort port, bool expected)
    {
        Assert.Equal(expected, Accepts(OnPort111, FrameBuilder.IPv4().Port(port).Fragment(0, more: true, kept: 8)));
        Assert.Equal(expected, Accepts(OnPort111, FrameBuilder.IPv4().Port(port).Fragment(0, more: true)));
    }

    [Fact]
    public void Later_fragment_is_refused()
    {
        Assert.False(Accepts(OnPort111, FrameBuilder.IPv4().Fragment(8, more: true)));
        Assert.False(Accepts(OnPort111, FrameBuilder.IPv4().Fragment(65528, more: false)));
    }

    [Theory]
    [InlineData(IpProtocol.HopByHop)]
    [InlineData(IpProtocol.Routing)]
    [InlineData(IpProtocol.Authentication)]
    [InlineData(IpProtocol.DestinationOptions)]
    public void Extension_header_that_came_in_is_passed_up(IpProtocol kind)
    {
        var frame = FrameBuilder.IPv6().Extension(kind, 16);

        Assert.True(Accepts(OnPort111, frame));
        Assert.False(Leaves(OnPort111, frame));
    }

    [Fact]
    public void Fragment_over_IPv6_is_passed_up() =>
        Assert.True(Accepts(OnPort111, FrameBuilder.IPv6().Fragment(0, more: true, kept: 8)));

    [Theory]
    [InlineData(160, false)]
    [InlineData(161, true)]
    [InlineData(111, false)] // Of TCP.
    public void Datagram_is_judged_by_its_port_in_both_families(ushort port, bool expected)
    {
        Assert.Equal(expected, Accepts(OnUdp161, FrameBuilder.IPv4().Udp().Port(port)));
        Assert.Equal(expected, Accepts(OnUdp161, FrameBuilder.IPv4().IpOptions(40).Udp(100).Port(port)));
        Assert.Equal(expected, Accepts(OnUdp161, FrameBuilder.IPv6().Udp().Port(port)));
        Assert.Equal(port == 111, Accepts(OnUdp161, FrameBuilder.IPv4().Port(port)));
    }

    [Theory]
    [InlineData(161, true)]
    [InlineData(40000, false)]
    public void Outgoing_datagram_is_accepted_when_it_leaves_a_watched_port(ushort port, bool expected)
    {
        Assert.Equal(expected, Leaves(OnUdp161, FrameBuilder.IPv4().Udp().From("198.51.100.1", port).To("192.0.2.7", 161)));
        Assert.Equal(expected, Leaves(OnUdp161, FrameBuilder.IPv6().Udp().From("2001:db8:1::1", port).To("2001:db8::7", 161)));
    }

    [Fact]
    public void Fragments_of_a_large_datagram_to_an_open_port_are_refused()
    {
        Assert.False(Accepts(OnUdp161, FrameBuilder.IPv4().Udp(4000).Port(2049).Fragment(0, more: true, kept: 1480)));
        Assert.False(Accepts(OnUdp161, FrameBuilder.IPv4().Udp(4000).Port(161).Fragment(1480, more: true, kept: 1480)));
        Assert.True(Accepts(OnUdp161, FrameBuilder.IPv4().Udp(4000).Port(161).Fragment(0, more: true, kept: 1480)));
    }

    [Theory]
    [InlineData(IpProtocol.Udp)]
    [InlineData(IpProtocol.Icmp)]
    [InlineData(IpProtocol.IcmpV6)]
    public void Other_protocol_is_refused(IpProtocol protocol)
    {
        Assert.False(Accepts(OnPort111, FrameBuilder.IPv4().Protocol(protocol)));
        Assert.False(Accepts(OnPort111, FrameBuilder.IPv6().Protocol(protocol)));
    }

    [Theory]
    [InlineData(BpfPacket.Broadcast)]
    [InlineData(BpfPacket.Multicast)]
    [InlineData(BpfPacket.OtherHost)]
    [InlineData(5)]
    public void Packet_that_is_not_addressed_to_us_is_refused(uint type) =>
        Assert.False(BpfInterpreter.Accepts(CaptureFilter.Compile(OnPort111), Packet(FrameBuilder.IPv4()) with { Type = type }));

    [Fact]
    public void Frame_that_is_not_IP_is_refused() =>
        Assert.False(BpfInterpreter.Accepts(CaptureFilter.Compile(OnPort111), new BpfPacket(FrameBuilder.IPv4().Build(), 0x0806)));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public void Every_interface_but_the_loopback_is_watched_when_none_is_named(uint index, bool expected) =>
        Assert.Equal(expected, BpfInterpreter.Accepts(CaptureFilter.Compile(OnPort111), Packet(FrameBuilder.IPv4()) with { Interface = index }));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(7, true)]
    public void Named_interfaces_alone_are_watched(uint index, bool expected)
    {
        var filter = CaptureFilter.Compile(OnPort111 with { Interfaces = [3, 5, 7] });

        Assert.Equal(expected, BpfInterpreter.Accepts(filter, Packet(FrameBuilder.IPv4()) with { Interface = index }));
    }

    [Fact]
    public void Frame_cut_short_is_refused_wherever_it_ends()
    {
        var (filter, frame) = (CaptureFilter.Compile(OnPort111), FrameBuilder.IPv4().Build());

        for (var length = 0; length < 34; length++)
            Assert.False(BpfInterpreter.Accepts(filter, new BpfPacket(frame[..length], IpHeader.EtherTypeIPv4)));
    }

    [Fact]
    public void Filter_of_no_port_refuses_all()
    {
        var scope = OnPort111 with { Tcp = PortScope.None };

        Assert.False(Accepts(scope, FrameBuilder.IPv4().Port(0)) || Accepts(scope, FrameBuilder.IPv6().Port(65535)));
    }

    [Fact]
    public void Filter_of_every_port_accepts_the_first_and_the_last()
    {
        var scope = OnPort111 with { Tcp = OnPort111.Tcp with { IPv4 = PortSet.Below(65536) } };

        Assert.True(Accepts(scope, FrameBuilder.IPv4().Port(0)) && Accepts(scope, FrameBuilder.IPv4().Port(65535)));
    }

    [Fact]
    public void Filter_decides_as_the_port_sets_do() => Prop.ForAll(ScopesAndTouches(maxRanges: 150, maxInUse: 16).ToArbitrary(), one =>
    {
        var filter = CaptureFilter.Compile(one.Scope);
        return filter.Length <= CaptureFilter.MaxLength && Both.All(transport => one.Touches.All(
            touch => Accepts(filter, touch, transport) == IsWatched(PortsOf(one.Scope, transport), touch)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Filter_of_more_than_it_can_hold_never_refuses_a_watched_port() => Prop.ForAll(ScopesAndTouches(maxRanges: 600, maxInUse: 60).ToArbitrary(), one =>
    {
        var filter = CaptureFilter.Compile(one.Scope);
        return filter.Length <= CaptureFilter.MaxLength && Both.All(transport => one.Touches.All(
            touch => Accepts(filter, touch, transport) || !IsWatched(PortsOf(one.Scope, transport), touch)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Filter_of_the_most_there_can_be_is_within_its_length()
    {
        var everyOther = PortSet.Of(Enumerable.Range(0, 32768).Select(port => (ushort)(port * 2)));
        var inUse = Enumerable.Range(1, 100).SelectMany(host => new (Address, ushort)[]
        {
            (Address.FromIPv4(0xc6336400u + (uint)host), 80),
            (Address.Parse($"2001:db8:1::{host}"), 80),
        });
        var ports = new PortScope { IPv4 = everyOther, IPv6 = everyOther, InUse = [.. inUse] };
        var scope = new CaptureScope { Tcp = ports, Udp = ports, Interfaces = [.. Enumerable.Range(2, 64)] };

        Assert.InRange(CaptureFilter.Compile(scope).Length, 1, CaptureFilter.MaxLength);
        Assert.InRange(CaptureFilter.Compile(scope with { Tcp = ports with { AcknowledgingBelow = 32768 } }).Length, 1, CaptureFilter.MaxLength);
    }

    private static bool Accepts(CaptureScope scope, FrameBuilder frame) => BpfInterpreter.Accepts(CaptureFilter.Compile(scope), Packet(frame));

    private static bool Leaves(CaptureScope scope, FrameBuilder frame) =>
        BpfInterpreter.Accepts(CaptureFilter.Compile(scope), Packet(frame) with { Type = BpfPacket.Outgoing });

    /// <summary>True when the filter accepts a touch by TCP, or by UDP.</summary>
    private static bool Accepts(BpfInstruction[] filter, (Address Address, ushort Port) touch, Transport transport)
    {
        var frame = (touch.Address.IsIPv4 ? FrameBuilder.IPv4() : FrameBuilder.IPv6()).To(touch.Address, touch.Port);
        return BpfInterpreter.Accepts(filter, Packet(transport == Transport.Udp ? frame.Udp() : frame));
    }

    private static bool IsWatched(PortScope scope, (Address Address, ushort Port) touch) =>
        scope.Of(touch.Address.IsIPv4).Contains(touch.Port) && !scope.InUse.Contains(touch);

    private static PortScope PortsOf(CaptureScope scope, Transport transport) => transport == Transport.Udp ? scope.Udp : scope.Tcp;

    private static CaptureScope ScopeOf(Transport transport, PortScope ports) =>
        transport == Transport.Udp ? new CaptureScope { Udp = ports, Loopback = 1 } : new CaptureScope { Tcp = ports, Loopback = 1 };

    private static BpfPacket Packet(FrameBuilder frame) => new(frame.Build(), frame.EtherType);

    /// <summary>Scopes, and touches of what lies at the edges of their ranges and of what is in use.</summary>
    private static Gen<(CaptureScope Scope, List<(Address, ushort)> Touches)> ScopesAndTouches(int maxRanges, int maxInUse) =>
        from transport in Gen.Elements(Transport.Tcp, Transport.Udp)
        from count in Gen.Choose(0, maxRanges)
        from ipv4 in Generate.Range(100).ListOf(count)
        from ipv6 in Generate.Range(100).ListOf(count)
        from inUse in Gen.Zip(Local(), Gen.OneOf(Generate.Port, Gen.Elements(ipv4.Select(range => range.First).DefaultIfEmpty().ToArray())))
            .ListOf(maxInUse)
        from addresses in Local().ListOf(40)
        from ports in Generate.Port.ListOf(20)
        let edges = ipv4.Concat(ipv6).SelectMany(range => new[] { range.First, range.Last, (ushort)(range.First - 1), (ushort)(range.Last + 1) }).Take(20)
        select (
            ScopeOf(transport, new PortScope { IPv4 = PortSet.Of(ipv4), IPv6 = PortSet.Of(ipv6), InUse = [.. inUse.DistinctBy(pair => pair)] }),
            addresses.Zip(ports.Concat(edges)).Concat(inUse).Select(pair => (pair.Item1, pair.Item2)).ToList());

    private static Gen<Address> Local() => Gen.Elements(
        "198.51.100.1", "198.51.100.2", "198.51.101.1", "2001:db8:1::1", "2001:db8:1::2", "2001:db8:2::1", "2001:db9:1::1").Select(Address.Parse);
}
