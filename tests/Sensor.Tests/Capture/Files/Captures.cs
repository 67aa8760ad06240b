using PortSentry.Sensor.Capture.Files;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture.Files;

/// <summary>Captures in memory, and what readers make of them.</summary>
internal static class Captures
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    /// <summary>Three frames of different lengths, in the classic format.</summary>
    public static byte[] SmallPcap(bool bigEndian = false, bool nano = false, int link = LinkFrames.Raw) => new PcapWriter(link, bigEndian, nano)
        .Add(Start, LinkFrames.Wrap(link, FrameBuilder.IPv4().Port(79)))
        .Add(Start.AddTicks(1_234_560), LinkFrames.Wrap(link, FrameBuilder.IPv4().Port(111).Data(7)))
        .Add(Start.AddSeconds(1), LinkFrames.Wrap(link, FrameBuilder.IPv4().Udp(3).Port(69)))
        .ToArray();

    /// <summary>The same in pcapng, with a block of every kind that we know and of one that we do not.</summary>
    public static byte[] SmallPcapng(bool bigEndian = false, byte? resolution = null, long? offsetSeconds = null) => new PcapngWriter(bigEndian)
        .Section()
        .Interface(LinkFrames.Raw, resolution, offsetSeconds)
        .Block(5, body => body.Write32(0).Write32(0).Write32(0))
        .Add(Start, FrameBuilder.IPv4().Port(79).Build())
        .AddObsolete(Start.AddSeconds(1), FrameBuilder.IPv4().Port(111).Build())
        .AddSimple(FrameBuilder.IPv4().Udp(4).Port(69).Build())
        .ToArray();

    /// <summary>Reads all of it: the frames, and why there are no more.</summary>
    public static (IReadOnlyList<ReadFrame> Frames, string? Problem) Read(byte[] capture)
    {
        var (reader, problem) = CaptureFile.Open(new FileBytes(new MemoryStream(capture)));
        if (reader is null)
            return ([], problem);

        List<ReadFrame> frames = [];
        using (reader)
        {
            while (reader.TryRead(out var frame))
                frames.Add(new ReadFrame((int)frame.Link, new DateTimeOffset(frame.Ticks, TimeSpan.Zero), Convert.ToHexString(frame.Bytes)));
            return (frames, reader.Problem);
        }
    }
}
