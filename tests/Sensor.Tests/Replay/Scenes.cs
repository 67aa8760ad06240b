using PortSentry.Sensor.Capture.Files;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Replay;
using PortSentry.Sensor.Tests.Capture.Files;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Replay;

/// <summary>A little traffic around one host, 198.51.100.1, as a capture; a second passes with each frame.</summary>
internal sealed class Scenes(int link = LinkFrames.Raw)
{
    public const string Host = "198.51.100.1";

    private readonly PcapWriter _writer = new(link);
    private uint _sequence = 1000;

    public DateTimeOffset Now { get; set; } = Captures.Start;

    public static ReplaySettings Settings { get; } = new(
        [ProtocolMode.Atcp, ProtocolMode.Audp],
        new SensorOptions { Tcp = new() { Block = true }, Udp = new() { Block = true } },
        [],
        [],
        PortSet.Empty);

    /// <summary>A segment to the host, a SYN if nothing else is said.</summary>
    public Scenes In(string source, ushort port, TcpFlags flags = TcpFlags.Syn, ushort sourcePort = 40000, string to = Host) =>
        Add(Segment(flags).From(source, sourcePort).To(to, port), LinkFrames.PacketHost);

    /// <summary>A segment from the host, the answer of a service if nothing else is said.</summary>
    public Scenes Out(string peer, ushort port, TcpFlags flags = TcpFlags.Syn | TcpFlags.Ack, ushort peerPort = 40000) =>
        Add(Segment(flags).From(Host, port).To(peer, peerPort), LinkFrames.PacketOutgoing);

    /// <summary>A datagram to the host.</summary>
    public Scenes UdpIn(string source, ushort port, ushort sourcePort = 40000) =>
        Add(FrameBuilder.IPv4().Udp().From(source, sourcePort).To(Host, port), LinkFrames.PacketHost);

    /// <summary>A datagram from the host.</summary>
    public Scenes UdpOut(string peer, ushort port, ushort peerPort = 40000) =>
        Add(FrameBuilder.IPv4().Udp().From(Host, port).To(peer, peerPort), LinkFrames.PacketOutgoing);

    /// <summary>Any datagram; its way is told on links that tell it.</summary>
    public Scenes Add(FrameBuilder datagram, byte packetType)
    {
        _writer.Add(Now, LinkFrames.Wrap(link, datagram, packetType));
        Now += TimeSpan.FromSeconds(1);
        return this;
    }

    public byte[] ToArray() => _writer.ToArray();

    /// <summary>Hands every frame to somebody.</summary>
    public Scenes For(FrameHandler handle)
    {
        using var reader = CaptureFile.Open(new FileBytes(new MemoryStream(ToArray()))).Reader!;
        while (reader.TryRead(out var frame))
        {
            if (LinkDecoder.TryDecode(frame, out var network))
                handle(network);
        }

        return this;
    }

    /// <summary>What the sensor would have made of it.</summary>
    public ReplayedFile Replay(ReplaySettings? settings = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["scene.pcap"], ToArray());
        return new CaptureReplay(settings ?? Settings).Replay(folder["scene.pcap"]);
    }

    private FrameBuilder Segment(TcpFlags flags) => FrameBuilder.IPv4().Flags(flags).Sequence(++_sequence);
}
