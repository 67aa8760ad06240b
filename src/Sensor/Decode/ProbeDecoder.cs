using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Decode;

/// <summary>Turns a captured frame into a probe, or into the answer of a service of ours; never throws, never reads past the end.</summary>
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
        if (ip.Protocol != IpProtocol.Tcp || ip.FragmentOffset != 0)
            return DecodeResult.Nothing;

        var payload = frame[ip.PayloadOffset..ip.PayloadEnd];
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
            HasIpOptions = ip.HasOptions,
        };
        return DecodeResult.Probe;
    }

    /// <summary>Decodes a frame that went out; only a SYN-ACK is of interest.</summary>
    public static bool TryDecodeOutbound(ReadOnlySpan<byte> frame, ushort etherType, long ticks, out ServiceAnswer answer)
    {
        answer = default;
        if (!IpHeader.TryDecode(frame, etherType, out var ip) || ip.Protocol != IpProtocol.Tcp || ip.IsFragment)
            return false;
        if (!TcpSegment.TryDecode(frame[ip.PayloadOffset..ip.PayloadEnd], out var segment))
            return false;

        answer = new ServiceAnswer(ticks, ip.Source, segment.SourcePort, ip.Destination);
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
            XmasFlags => ScanKind.Xmas,
            _ => ScanKind.OtherFlags,
        };
    }

    private static ScanKind ClassifyAcknowledging(TcpFlags others) => others switch
    {
        TcpFlags.None => ScanKind.Ack,
        TcpFlags.Fin => ScanKind.Maimon,
        _ => ScanKind.OtherFlags,
    };
}
