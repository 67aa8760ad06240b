using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decode;

/// <summary>Turns a captured frame into a probe, or into what left this host; never throws, never reads past the end.</summary>
public static class ProbeDecoder
{
    private const TcpFlags Handshake = TcpFlags.Syn | TcpFlags.Ack;
    private const TcpFlags ClassicFlags = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Psh | TcpFlags.Urg;
    private const TcpFlags XmasFlags = TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg;

    /// <summary>Decodes a frame that came in, from its network header on.</summary>
    public static DecodeResult TryDecodeInbound(ReadOnlySpan<byte> frame, ushort etherType, long ticks, out Probe probe)
    {
        probe = default;
        if (!IpHeader.TryDecode(frame, etherType, out var ip))
            return DecodeResult.Malformed;
        // A later fragment carries no header to judge; its first one was judged.
        if (ip.FragmentOffset != 0)
            return DecodeResult.Nothing;

        var payload = frame[ip.PayloadOffset..ip.PayloadEnd];
        return ip.Protocol switch
        {
            IpProtocol.Tcp => DecodeSegment(ip, payload, ticks, out probe),
            IpProtocol.Udp => DecodeDatagram(ip, payload, ticks, out probe),
            _ => DecodeResult.Nothing,
        };
    }

    /// <summary>Decodes a frame that went out; only a SYN-ACK or a datagram is of interest.</summary>
    public static bool TryDecodeOutbound(ReadOnlySpan<byte> frame, ushort etherType, long ticks, out Departure departure)
    {
        departure = default;
        if (!IpHeader.TryDecode(frame, etherType, out var ip) || ip.FragmentOffset != 0)
            return false;

        var payload = frame[ip.PayloadOffset..ip.PayloadEnd];
        if (ip.Protocol == IpProtocol.Udp && UdpDatagram.TryDecode(payload, out var datagram))
        {
            departure = new Departure(Transport.Udp, ticks, ip.Source, datagram.SourcePort, ip.Destination);
            return true;
        }

        if (ip.Protocol != IpProtocol.Tcp || ip.MoreFragments || !TcpSegment.TryDecode(payload, out var segment))
            return false;

        departure = new Departure(Transport.Tcp, ticks, ip.Source, segment.SourcePort, ip.Destination);
        return (segment.Flags & (Handshake | TcpFlags.Rst)) == Handshake;
    }

    /// <summary>The scan kind of a segment by its flags; ECN bits say nothing of intent and are left out.</summary>
    public static ScanKind Classify(TcpFlags flags)
    {
        if ((flags & TcpFlags.Rst) != 0)
            return ScanKind.OtherFlags;
        if ((flags & TcpFlags.Ack) != 0)
            return ClassifyAcknowledging(flags & ClassicFlags);

        return (flags & ClassicFlags) switch
        {
            TcpFlags.None => ScanKind.Null,
            TcpFlags.Fin => ScanKind.Fin,
            TcpFlags.Syn => ScanKind.Syn,
            // With SYN besides, too: both old versions ask for these three first.
            var set when (set & XmasFlags) == XmasFlags => ScanKind.Xmas,
            _ => ScanKind.OtherFlags,
        };
    }

    private static DecodeResult DecodeSegment(in IpHeader ip, ReadOnlySpan<byte> payload, long ticks, out Probe probe)
    {
        probe = default;
        var hidden = ip.MoreFragments && TcpSegment.EndsEarly(payload);
        if (hidden ? !TcpSegment.TryDecodeTiny(payload, out var segment) : !TcpSegment.TryDecode(payload, out segment))
            return DecodeResult.Malformed;

        probe = new Probe
        {
            Ticks = ticks,
            Source = ip.Source,
            Destination = ip.Destination,
            SourcePort = segment.SourcePort,
            Port = segment.DestinationPort,
            Sequence = segment.Sequence,
            Kind = hidden ? ScanKind.TinyFragment : Classify(segment.Flags),
            Flags = segment.Flags,
            HopLimit = ip.HopLimit,
            HasIpOptions = ip.HasOptions,
        };
        return DecodeResult.Probe;
    }

    private static DecodeResult DecodeDatagram(in IpHeader ip, ReadOnlySpan<byte> payload, long ticks, out Probe probe)
    {
        probe = default;
        if (!UdpDatagram.TryDecode(payload, out var datagram))
            return DecodeResult.Malformed;

        probe = new Probe
        {
            Ticks = ticks,
            Source = ip.Source,
            Destination = ip.Destination,
            SourcePort = datagram.SourcePort,
            Port = datagram.DestinationPort,
            Sequence = UdpDatagram.HashData(payload),
            Kind = ScanKind.Udp,
            Flags = TcpFlags.None,
            HopLimit = ip.HopLimit,
            HasIpOptions = ip.HasOptions,
        };
        return DecodeResult.Probe;
    }

    private static ScanKind ClassifyAcknowledging(TcpFlags others) => others switch
    {
        TcpFlags.None => ScanKind.Ack,
        TcpFlags.Fin => ScanKind.Maimon,
        _ => ScanKind.OtherFlags,
    };
}
