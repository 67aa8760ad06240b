using System.Buffers.Binary;
using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>Knows who has proven its address: whoever acknowledges the number of a SYN that the host sent has received it (RFC 9293, 3.5).</summary>
internal sealed class Handshakes(Viewpoint viewpoint)
{
    /// <summary>Sources remembered; further ones stay unproven.</summary>
    public const int MaxProven = 65_536;

    private const int AcknowledgmentOffset = 8;
    private const int MaxUnderWay = 1 << 16;

    private readonly RecentSet _underWay = new(MaxUnderWay, CopyFilter.Window);
    private readonly HashSet<Address> _proven = [];

    /// <summary>True when the source has completed a handshake with the host.</summary>
    public bool HasProven(Address source) => _proven.Contains(source);

    /// <summary>Takes one frame into account.</summary>
    public void See(in NetworkFrame frame)
    {
        if (!IpHeader.TryDecode(frame.Bytes, frame.EtherType, out var ip) || ip.Protocol != IpProtocol.Tcp || ip.FragmentOffset != 0)
            return;

        var payload = frame.Bytes[ip.PayloadOffset..ip.PayloadEnd];
        if (!TcpSegment.TryDecode(payload, out var segment))
            return;
        if (viewpoint.Own.Contains(ip.Source) && (segment.Flags & TcpFlags.Syn) != 0)
            _underWay.Add(Number(ip.Destination, segment.DestinationPort, segment.SourcePort, segment.Sequence + 1), frame.Ticks);
        else if (viewpoint.Own.Contains(ip.Destination) && (segment.Flags & (TcpFlags.Ack | TcpFlags.Rst)) == TcpFlags.Ack)
            Accept(ip.Source, Number(ip.Source, segment.SourcePort, segment.DestinationPort, BinaryPrimitives.ReadUInt32BigEndian(payload[AcknowledgmentOffset..])), frame.Ticks);
    }

    private void Accept(Address source, ulong number, long ticks)
    {
        if (_proven.Count < MaxProven && _underWay.Contains(number, ticks))
            _proven.Add(source);
    }

    private static ulong Number(Address peer, ushort peerPort, ushort port, uint number) =>
        peer.Hash(((ulong)number << 32) | ((uint)peerPort << 16) | port);
}
