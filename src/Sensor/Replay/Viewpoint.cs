using System.Collections.Frozen;
using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>Sees a capture with the eyes of one host: what came in for it, and what it sent.</summary>
internal sealed class Viewpoint(FrozenSet<Address> own)
{
    /// <summary>The host's addresses.</summary>
    public FrozenSet<Address> Own { get; } = own;

    /// <summary>Decodes a frame as one that came in for the host.</summary>
    public DecodeResult TryArrival(in NetworkFrame frame, out Probe probe)
    {
        probe = default;
        if (frame.Direction is not (FrameDirection.Unknown or FrameDirection.Inbound))
            return DecodeResult.Nothing;

        var result = ProbeDecoder.TryDecodeInbound(frame.Bytes, frame.EtherType, frame.Ticks, out probe);
        return result == DecodeResult.Probe && !Own.Contains(probe.Destination) ? DecodeResult.Nothing : result;
    }

    /// <summary>Decodes a frame as one that the host sent; only a SYN-ACK or a datagram is of interest.</summary>
    public bool TryDeparture(in NetworkFrame frame, out Departure departure)
    {
        departure = default;
        return frame.Direction is FrameDirection.Unknown or FrameDirection.Outbound
            && ProbeDecoder.TryDecodeOutbound(frame.Bytes, frame.EtherType, frame.Ticks, out departure)
            && Own.Contains(departure.Local);
    }
}
