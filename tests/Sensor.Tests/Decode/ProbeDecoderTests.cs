using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Decode;

public sealed class ProbeDecoderTests
{
    private const long Ticks = 639_000_000_000_000_000;

    [Fact]
    public void Syn_over_IPv4_becomes_a_probe_with_all_it_says() => Assert.Equal(
        new Probe
        {
            Ticks = Ticks,
            Source = Address.Parse("192.0.2.7"),
            Destination = Address.Parse("198.51.100.1"),
            SourcePort = 50123,
            Port = 31337,
            Sequence = 0xdeadbeef,
            Kind = ScanKind.Syn,
            Flags = TcpFlags.Syn,
            HopLimit = 64,
        },
        Probe(FrameBuilder.IPv4().From("192.0.2.7", 50123).To("198.51.100.1", 31337).Sequence(0xdeadbeef)));

    [Fact]
    public void Syn_over_IPv6_becomes_a_probe_with_all_it_says() => Assert.Equal(
        new Probe
        {
            Ticks = Ticks,
            Source = Address.Parse("2001:db8::7"),
            Destination = Address.Parse("2001:db8:1::1"),
            SourcePort = 50123,
            Port = 79,
            Sequence = 5,
            Kind = ScanKind.Syn,
            Flags = TcpFlags.Syn,
            HopLimit = 64,
        },
        Probe(FrameBuilder.IPv6().From("2001:db8::7", 50123).To("2001:db8:1::1", 79).Sequence(5)));

    [Fact]
    public void Flags_of_every_value_are_classified_as_portsentry_does()
    {
        foreach (var flags in Enumerable.Range(0, 256).Select(value => (TcpFlags)value))
            Assert.Equal((flags, Expected(flags)), (flags, Probe(FrameBuilder.IPv4().Flags(flags)).Kind));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(4, true)]
    [InlineData(40, true)]
    public void Options_of_IPv4_are_skipped_and_told(int length, bool told)
    {
        var probe = Probe(FrameBuilder.IPv4().IpOptions(length).Port(79));

        Assert.Equal((79, told), (probe.Port, probe.HasIpOptions));
    }

    [Theory]
    [InlineData(IpProtocol.HopByHop, 8, true)]
    [InlineData(IpProtocol.Routing, 24, true)]
    [InlineData(IpProtocol.DestinationOptions, 264, true)]
    [InlineData(IpProtocol.Authentication, 24, false)]
    public void Extension_header_of_IPv6_is_skipped(IpProtocol kind, int length, bool told)
    {
        var probe = Probe(FrameBuilder.IPv6().Extension(kind, length).Port(79));

        Assert.Equal((79, ScanKind.Syn, told), (probe.Port, probe.Kind, probe.HasIpOptions));
    }

    [Fact]
    public void Chain_of_extension_headers_is_walked_to_its_end()
    {
        var frame = FrameBuilder.IPv6()
            .Extension(IpProtocol.HopByHop).Extension(IpProtocol.DestinationOptions, 16).Extension(IpProtocol.Routing)
            .Fragment(0, more: false).Extension(IpProtocol.Authentication, 16).Extension(IpProtocol.DestinationOptions)
            .Port(79);

        Assert.Equal((79, ScanKind.Syn), (Probe(frame).Port, Probe(frame).Kind));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(19)]
    public void First_fragment_that_hides_the_header_is_a_tiny_fragment(int kept)
    {
        foreach (var frame in new[] { FrameBuilder.IPv4(), FrameBuilder.IPv6() })
        {
            var probe = Probe(frame.Port(79).Sequence(7).Fragment(0, more: true, kept));

            Assert.Equal((79, ScanKind.TinyFragment, TcpFlags.None, 7u), (probe.Port, probe.Kind, probe.Flags, probe.Sequence));
        }
    }

    [Fact]
    public void First_fragment_that_hides_a_part_of_the_options_is_a_tiny_fragment()
    {
        var probe = Probe(FrameBuilder.IPv4().Port(79).TcpOptions(20).Fragment(0, more: true, kept: 24));

        Assert.Equal((79, ScanKind.TinyFragment), (probe.Port, probe.Kind));
    }

    [Fact]
    public void First_fragment_with_its_whole_header_is_classified()
    {
        var probe = Probe(FrameBuilder.IPv4().Flags(TcpFlags.Fin).TcpOptions(4).Data(8).Fragment(0, more: true));

        Assert.Equal((ScanKind.Fin, TcpFlags.Fin), (probe.Kind, probe.Flags));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void First_fragment_without_ports_is_malformed(int kept) =>
        Assert.Equal(DecodeResult.Malformed, Decode(FrameBuilder.IPv4().Fragment(0, more: true, kept)));

    [Fact]
    public void Later_fragment_is_nothing()
    {
        foreach (var more in new[] { true, false })
        {
            Assert.Equal(DecodeResult.Nothing, Decode(FrameBuilder.IPv4().Fragment(8, more)));
            Assert.Equal(DecodeResult.Nothing, Decode(FrameBuilder.IPv6().Fragment(8, more)));
        }
    }

    [Theory]
    [InlineData(IpProtocol.IcmpV6)]
    [InlineData(IpProtocol.Icmp)]
    [InlineData(IpProtocol.Sctp)]
    public void Other_protocol_is_nothing(IpProtocol protocol)
    {
        Assert.Equal(DecodeResult.Nothing, Decode(FrameBuilder.IPv4().Protocol(protocol)));
        Assert.Equal(DecodeResult.Nothing, Decode(FrameBuilder.IPv6().Protocol(protocol)));
    }

    [Fact]
    public void Mapped_address_over_IPv6_is_malformed()
    {
        Assert.Equal(DecodeResult.Malformed, Decode(FrameBuilder.IPv6().From("192.0.2.7")));

        var frame = FrameBuilder.IPv6().Build();
        byte[] mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 198, 51, 100, 1];
        mapped.CopyTo(frame, 24);
        Assert.Equal(DecodeResult.Malformed, ProbeDecoder.TryDecodeInbound(frame, IpHeader.EtherTypeIPv6, Ticks, out _));
    }

    [Fact]
    public void Frame_of_the_other_family_or_of_none_is_malformed()
    {
        var (ipv4, ipv6) = (FrameBuilder.IPv4().Build(), FrameBuilder.IPv6().Build());

        Assert.Equal(DecodeResult.Malformed, ProbeDecoder.TryDecodeInbound(ipv4, IpHeader.EtherTypeIPv6, Ticks, out _));
        Assert.Equal(DecodeResult.Malformed, ProbeDecoder.TryDecodeInbound(ipv6, IpHeader.EtherTypeIPv4, Ticks, out _));
        Assert.Equal(DecodeResult.Malformed, ProbeDecoder.TryDecodeInbound(ipv4, 0x0806, Ticks, out _));
    }

    [Theory]
    [InlineData(0, 0x44)] // A header of 16 bytes.
    [InlineData(0, 0x4f)] // A header longer than the frame.
    [InlineData(3, 19)] // Shorter in all than its header.
    [InlineData(32, 0x40)] // A TCP header of 16 bytes.
    [InlineData(32, 0xf0)] // A TCP header longer than the frame.
    public void Impossible_length_is_malformed(int at, byte value)
    {
        var frame = FrameBuilder.IPv4().Build();
        frame[at] = value;

        Assert.Equal(DecodeResult.Malformed, ProbeDecoder.TryDecodeInbound(frame, IpHeader.EtherTypeIPv4, Ticks, out _));
    }

    [Fact]
    public void Bytes_behind_the_datagram_are_not_read()
    {
        // Ethernet pads short frames: a tiny fragment of 8 bytes arrives with 18 bytes of padding behind it.
        byte[] frame = [.. FrameBuilder.IPv4().Fragment(0, more: true, kept: 8).Build(), .. new byte[18]];

        ProbeDecoder.TryDecodeInbound(frame, IpHeader.EtherTypeIPv4, Ticks, out var probe);

        Assert.Equal(ScanKind.TinyFragment, probe.Kind);
    }

    [Fact]
    public void Frame_cut_at_any_length_before_the_end_of_its_header_is_no_probe()
    {
        foreach (var whole in WholeFrames())
        {
            var bytes = whole.Build();
            for (var length = 0; length < bytes.Length; length++)
                Assert.Equal((length, DecodeResult.Malformed), (length, ProbeDecoder.TryDecodeInbound(bytes.AsSpan(0, length), whole.EtherType, Ticks, out _)));
            Assert.Equal(DecodeResult.Probe, ProbeDecoder.TryDecodeInbound(bytes, whole.EtherType, Ticks, out _));
        }
    }

    [Fact]
    public void Random_bytes_never_throw() => Prop.ForAll(
        Gen.Zip(Generate.Bytes(120), Gen.Elements(IpHeader.EtherTypeIPv4, IpHeader.EtherTypeIPv6)).ToArbitrary(),
        pair => Survives(pair.Item1, pair.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void Frames_with_random_bytes_changed_never_throw() => Prop.ForAll(DamagedFrames().ToArbitrary(), frame => Survives(frame.Bytes, frame.EtherType))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Datagram_becomes_a_probe_with_all_it_says(bool ipv6)
    {
        var frame = (ipv6 ? FrameBuilder.IPv6() : FrameBuilder.IPv4()).Udp(20).Port(161).HopLimit(3);

        var probe = Probe(frame);

        Assert.Equal(
            new Probe
            {
                Ticks = Ticks,
                Source = Address.Parse(ipv6 ? "2001:db8::7" : "192.0.2.7"),
                Destination = Address.Parse(ipv6 ? "2001:db8:1::1" : "198.51.100.1"),
                SourcePort = 40000,
                Port = 161,
                Sequence = probe.Sequence,
                Kind = ScanKind.Udp,
                Flags = TcpFlags.None,
                HopLimit = 3,
            },
            probe);
    }

    [Fact]
    public void Datagrams_are_known_apart_by_their_data()
    {
        var frame = FrameBuilder.IPv4().Udp(20).Build();
        var other = frame.ToArray();
        other[^1] = 1;

        uint SequenceOf(byte[] bytes) =>
            ProbeDecoder.TryDecodeInbound(bytes, IpHeader.EtherTypeIPv4, Ticks, out var probe) == DecodeResult.Probe ? probe.Sequence : 0;

        Assert.Equal(SequenceOf(frame), SequenceOf([.. frame]));
        Assert.NotEqual(SequenceOf(frame), SequenceOf(other));
    }

    [Fact]
    public void First_fragment_of_a_datagram_is_a_probe_and_a_later_one_nothing()
    {
        Assert.Equal(ScanKind.Udp, Probe(FrameBuilder.IPv4().Udp(4000).Fragment(0, more: true, kept: 1480)).Kind);
        Assert.Equal(ScanKind.Udp, Probe(FrameBuilder.IPv6().Udp(4000).Fragment(0, more: true, kept: 8)).Kind);
        Assert.Equal(DecodeResult.Nothing, Decode(FrameBuilder.IPv4().Udp(4000).Fragment(1480, more: true, kept: 1480)));
        Assert.Equal(DecodeResult.Nothing, Decode(FrameBuilder.IPv6().Udp(4000).Fragment(1448, more: false, kept: 1000)));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Datagram_that_went_out_is_a_departure(bool ipv6, bool inFragments)
    {
        var frame = (ipv6 ? FrameBuilder.IPv6().From("2001:db8:1::1", 700).To("2001:db8::7", 53) : FrameBuilder.IPv4().From("198.51.100.1", 700).To("192.0.2.7", 53)).Udp(1600);
        if (inFragments)
            frame.Fragment(0, more: true, kept: 1480);

        Assert.True(ProbeDecoder.TryDecodeOutbound(frame.Build(), frame.EtherType, Ticks, out var departure));

        Assert.Equal((Transport.Udp, Ticks, 700), (departure.Transport, departure.Ticks, departure.Port));
        Assert.Equal(ipv6 ? ("2001:db8:1::1", "2001:db8::7") : ("198.51.100.1", "192.0.2.7"), (departure.Local.ToString(), departure.Peer.ToString()));
    }

    [Fact]
    public void SynAck_that_went_out_is_an_answer()
    {
        var frame = FrameBuilder.IPv4().From("198.51.100.1", 8080).To("192.0.2.7", 50123).Flags(TcpFlags.Syn | TcpFlags.Ack);

        var isAnswer = ProbeDecoder.TryDecodeOutbound(frame.Build(), frame.EtherType, Ticks, out var answer);

        Assert.True(isAnswer);
        Assert.Equal(new Departure(Transport.Tcp, Ticks, Address.Parse("198.51.100.1"), 8080, Address.Parse("192.0.2.7")), answer);
    }

    [Fact]
    public void SynAck_with_ECN_bits_is_an_answer() =>
        Assert.True(IsAnswer(FrameBuilder.IPv6().Flags(TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Ece)));

    [Theory]
    [InlineData(TcpFlags.Syn)]
    [InlineData(TcpFlags.Ack)]
    [InlineData(TcpFlags.Rst | TcpFlags.Ack)]
    [InlineData(TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst)]
    public void Other_segment_that_went_out_is_no_answer(TcpFlags flags) =>
        Assert.False(IsAnswer(FrameBuilder.IPv4().Flags(flags)));

    [Fact]
    public void Fragment_or_other_protocol_that_went_out_is_no_answer()
    {
        const TcpFlags handshake = TcpFlags.Syn | TcpFlags.Ack;

        Assert.False(IsAnswer(FrameBuilder.IPv4().Flags(handshake).Fragment(0, more: true)));
        Assert.False(IsAnswer(FrameBuilder.IPv4().Flags(handshake).Protocol(IpProtocol.Sctp)));
        Assert.False(IsAnswer(FrameBuilder.IPv4().Udp(4000).Fragment(1480, more: true, kept: 1480)));
    }

    /// <summary>Section 1.1 of portsentry's facts: XMAS by its three flags with SYN or without, NULL, FIN and SYN by these exactly, all others unknown; it never judges an ACK or a RST, whose kinds are our own.</summary>
    private static ScanKind Expected(TcpFlags flags) => (flags & ~(TcpFlags.Ece | TcpFlags.Cwr)) switch
    {
        TcpFlags.None => ScanKind.Null,
        TcpFlags.Syn => ScanKind.Syn,
        TcpFlags.Fin => ScanKind.Fin,
        TcpFlags.Fin | TcpFlags.Urg | TcpFlags.Psh => ScanKind.Xmas,
        TcpFlags.Fin | TcpFlags.Urg | TcpFlags.Psh | TcpFlags.Syn => ScanKind.Xmas,
        TcpFlags.Ack => ScanKind.Ack,
        TcpFlags.Fin | TcpFlags.Ack => ScanKind.Maimon,
        _ => ScanKind.OtherFlags,
    };

    private static IEnumerable<FrameBuilder> WholeFrames() =>
    [
        FrameBuilder.IPv4(),
        FrameBuilder.IPv4().IpOptions(12).TcpOptions(20),
        FrameBuilder.IPv4().Fragment(0, more: true, kept: 8),
        FrameBuilder.IPv6(),
        FrameBuilder.IPv6().Extension(IpProtocol.HopByHop).Extension(IpProtocol.Routing, 24).TcpOptions(8),
        FrameBuilder.IPv6().Extension(IpProtocol.Authentication, 24).Fragment(0, more: true, kept: 8),
        FrameBuilder.IPv4().Udp(),
        FrameBuilder.IPv4().IpOptions(8).Udp(4000).Fragment(0, more: true, kept: 8),
        FrameBuilder.IPv6().Extension(IpProtocol.DestinationOptions, 16).Udp(),
    ];

    private static Gen<(byte[] Bytes, ushort EtherType)> DamagedFrames() =>
        from frame in Gen.Elements(WholeFrames().ToArray())
        from changes in Gen.Zip(Gen.Choose(0, 200), Gen.Choose(0, 255)).ListOf()
        from length in Gen.Choose(0, 200)
        select (Damaged(frame.Build(), changes, length), frame.EtherType);

    private static byte[] Damaged(byte[] bytes, IEnumerable<(int At, int Value)> changes, int length)
    {
        foreach (var (at, value) in changes)
            bytes[at % bytes.Length] = (byte)value;
        return bytes[..Math.Min(bytes.Length, length)];
    }

    private static Probe Probe(FrameBuilder frame)
    {
        Assert.Equal(DecodeResult.Probe, ProbeDecoder.TryDecodeInbound(frame.Build(), frame.EtherType, Ticks, out var probe));
        return probe;
    }

    private static DecodeResult Decode(FrameBuilder frame) => ProbeDecoder.TryDecodeInbound(frame.Build(), frame.EtherType, Ticks, out _);

    private static bool IsAnswer(FrameBuilder frame) => ProbeDecoder.TryDecodeOutbound(frame.Build(), frame.EtherType, Ticks, out _);

    /// <summary>True when both directions come to an end, and a probe is what the frame's own addresses say.</summary>
    private static bool Survives(byte[] bytes, ushort etherType)
    {
        ProbeDecoder.TryDecodeOutbound(bytes, etherType, Ticks, out _);
        return ProbeDecoder.TryDecodeInbound(bytes, etherType, Ticks, out var probe) != DecodeResult.Probe
            || (probe.Source.IsIPv4 == (etherType == IpHeader.EtherTypeIPv4) && probe.Kind != default);
    }
}
