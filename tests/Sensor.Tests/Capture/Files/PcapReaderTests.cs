using FsCheck;
using FsCheck.Fluent;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture.Files;

public sealed class PcapReaderTests
{
    private const int FileHeader = 24;
    private const int RecordHeader = 16;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Capture_of_either_order_and_resolution_reads_as_it_was_written(bool bigEndian, bool nano)
    {
        var at = Captures.Start.AddTicks(nano ? 1_234_567 : 1_234_560);
        var frame = FrameBuilder.IPv4().Build();

        var (frames, problem) = Captures.Read(new PcapWriter(LinkFrames.Ethernet, bigEndian, nano).Add(at, frame).Add(at.AddDays(1), []).ToArray());

        Assert.Null(problem);
        Assert.Equal([new ReadFrame(1, at, Convert.ToHexString(frame)), new ReadFrame(1, at.AddDays(1), "")], frames);
    }

    [Theory]
    [InlineData(LinkFrames.Null)]
    [InlineData(LinkFrames.Ethernet)]
    [InlineData(12)]
    [InlineData(14)]
    [InlineData(LinkFrames.Raw)]
    [InlineData(LinkFrames.Loop)]
    [InlineData(LinkFrames.LinuxCooked)]
    [InlineData(LinkFrames.IPv4)]
    [InlineData(LinkFrames.IPv6)]
    [InlineData(LinkFrames.LinuxCooked2)]
    public void Link_type_is_told(int link) =>
        Assert.Equal(link, Captures.Read(new PcapWriter(link).Add(Captures.Start, [1]).ToArray()).Frames.Single().Link);

    [Theory]
    [InlineData(105, "link type 105 (IEEE 802.11) is not read; read are Ethernet, Linux cooked 1 and 2, raw IP and loopback")]
    [InlineData(147, "link type 147 is not read; read are Ethernet, Linux cooked 1 and 2, raw IP and loopback")]
    public void Link_type_that_is_not_read_is_refused_by_name(int link, string problem) =>
        Assert.Equal(problem, Captures.Read(new PcapWriter(link).Add(Captures.Start, [1]).ToArray()).Problem);

    [Fact]
    public void Bits_of_the_frame_check_sequence_are_no_part_of_the_link_type()
    {
        var capture = Captures.SmallPcap(link: LinkFrames.Ethernet);
        capture[23] = 0x54;

        Assert.Null(Captures.Read(capture).Problem);
    }

    [Fact]
    public void Frame_longer_than_any_is_refused_before_it_is_read()
    {
        var capture = Captures.SmallPcap();
        capture[FileHeader + 11] = 0xff;

        Assert.Equal((0, "record 1 at byte 24 claims a frame of 4278190120 bytes; at most 262144 are read"), CountOf(Captures.Read(capture)));
    }

    [Fact]
    public void Longest_frame_is_read()
    {
        var capture = new PcapWriter(LinkFrames.Raw).Add(Captures.Start, new byte[262144]).Add(Captures.Start, [1]).ToArray();

        Assert.Equal((2, null), CountOf(Captures.Read(capture)));
    }

    [Fact]
    public void Cut_within_a_frame_says_where_and_by_how_much()
    {
        var capture = Captures.SmallPcap();

        Assert.Equal((1, "record 2 at byte 80 is cut short: 63 bytes expected, 20 there"), CountOf(Captures.Read(capture[..100])));
        Assert.Equal((1, "record 2 at byte 80 is cut short: 16 bytes expected, 3 there"), CountOf(Captures.Read(capture[..83])));
        Assert.Equal((0, "the file's header is cut short: 24 bytes expected, 23 there"), CountOf(Captures.Read(capture[..23])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_at_any_byte_is_told_but_between_records(bool bigEndian)
    {
        var capture = Captures.SmallPcap(bigEndian);
        int[] boundaries = [FileHeader, FileHeader + RecordHeader + 40, FileHeader + 2 * RecordHeader + 40 + 47, capture.Length];
        for (var length = 0; length <= capture.Length; length++)
        {
            var (frames, problem) = Captures.Read(capture[..length]);

            Assert.Equal((length, boundaries.Contains(length)), (length, problem is null));
            Assert.Equal((length, boundaries.Skip(1).Count(end => end <= length)), (length, frames.Count));
        }
    }

    [Fact]
    public void Changed_bytes_never_throw() => Prop.ForAll(Hostile.Changed(Captures.SmallPcap()), capture => Captures.Read(capture).Frames.Count <= 12)
        .QuickCheckThrowOnFailure();

    private static (int Frames, string? Problem) CountOf((IReadOnlyList<ReadFrame> Frames, string? Problem) read) => (read.Frames.Count, read.Problem);
}
