using FsCheck;
using FsCheck.Fluent;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture.Files;

public sealed class PcapngReaderTests
{
    private static readonly byte[] Frame = FrameBuilder.IPv4().Data(1).Build();
    private static readonly string FrameHex = Convert.ToHexString(Frame);

    [Theory]
    [InlineData(false, null, null)]
    [InlineData(true, null, null)]
    [InlineData(false, (byte)9, null)]
    [InlineData(true, (byte)9, 3600L)]
    [InlineData(false, (byte)7, -86400L)]
    [InlineData(false, (byte)(PcapngWriter.Binary | 20), null)]
    [InlineData(true, (byte)(PcapngWriter.Binary | 30), 1L)]
    public void Packet_of_either_order_and_any_resolution_reads_as_it_was_written(bool bigEndian, byte? resolution, long? offsetSeconds)
    {
        var at = Captures.Start.AddMilliseconds(250);
        var capture = new PcapngWriter(bigEndian).Section().Interface(LinkFrames.Raw, resolution, offsetSeconds).Add(at, Frame).AddObsolete(at.AddDays(1), Frame).ToArray();

        var (frames, problem) = Captures.Read(capture);

        Assert.Null(problem);
        Assert.Equal([new ReadFrame(101, at, FrameHex), new ReadFrame(101, at.AddDays(1), FrameHex)], frames);
    }

    [Theory]
    [InlineData((byte)20, "block 2 at byte 28 measures time in steps of 10^-20 s, which is not read")]
    [InlineData((byte)(PcapngWriter.Binary | 64), "block 2 at byte 28 measures time in steps of 2^-64 s, which is not read")]
    public void Resolution_finer_than_64_bits_is_refused(byte resolution, string problem) =>
        Assert.Equal(problem, Captures.Read(new PcapngWriter().Section().Interface(LinkFrames.Raw, resolution).ToArray()).Problem);

    [Theory]
    [InlineData((byte)0, long.MaxValue, "9000-01-01")]
    [InlineData((byte)0, long.MinValue, "1970-01-01")]
    [InlineData((byte)19, 0L, "1970-01-01")]
    public void Time_that_no_calendar_has_becomes_the_closest_that_is_kept(byte resolution, long offsetSeconds, string date)
    {
        var capture = new PcapngWriter().Section().Interface(LinkFrames.Raw, resolution, offsetSeconds)
            .Block(6, body => body.Write32(0).Write32(0).Write32(1).Write32(1).Write32(1).Bytes(0x45)).ToArray();

        Assert.StartsWith(date, Captures.Read(capture).Frames.Single().At.ToString("yyyy-MM-dd"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_have_their_own_order_and_interfaces()
    {
        byte[] capture =
        [
            .. new PcapngWriter(bigEndian: true).Section().Interface(LinkFrames.Raw).Interface(LinkFrames.Ethernet, 9).Add(Captures.Start, Frame, 1).ToArray(),
            .. new PcapngWriter().Section().Interface(LinkFrames.LinuxCooked, 3).Add(Captures.Start, Frame).ToArray(),
        ];

        Assert.Equal([new ReadFrame(1, Captures.Start, FrameHex), new ReadFrame(113, Captures.Start, FrameHex)], Captures.Read(capture).Frames);
    }

    [Fact]
    public void Simple_packet_has_the_time_before_it_and_ends_with_the_snap_length()
    {
        var capture = new PcapngWriter().Section().Interface(LinkFrames.Raw, snapLength: 4).Add(Captures.Start, Frame).AddSimple(Frame).ToArray();

        Assert.Equal(new ReadFrame(101, Captures.Start, FrameHex[..8]), Captures.Read(capture).Frames[1]);
    }

    [Fact]
    public void Block_that_is_not_known_is_skipped_however_long_it_is()
    {
        var capture = new PcapngWriter().Section().Interface(LinkFrames.Raw).Block(0xbad, body => body.Bytes(new byte[2 << 20])).Add(Captures.Start, Frame).ToArray();

        Assert.Equal([new ReadFrame(101, Captures.Start, FrameHex)], Captures.Read(capture).Frames);
    }

    public static TheoryData<Action<PcapngWriter>, string> Broken { get; } = new()
    {
        { writer => writer.Block(6, body => body.Write32(7).Write32(0).Write32(0).Write32(0).Write32(0)), "is of interface 7; the section describes 1" },
        { writer => writer.Section().AddSimple([1]), "is of interface 0; the section describes 0" },
        { writer => writer.Block(6, body => body.Write32(0)), "holds a frame's header in 4 bytes; it takes 20" },
        { writer => writer.Block(6, body => body.Write32(0).Write32(0).Write32(0).Write32(9).Write32(9).Write32(0)), "claims a frame of 9 bytes; 4 are there" },
        { writer => writer.Block(3, _ => { }), "holds a frame without its length" },
        { writer => writer.Block(1, body => body.Write32(0)), "describes an interface in 4 bytes; it takes 8" },
        { writer => writer.Block(1, body => body.Write32(1).Write32(0).Write16(9).Write16(200)), "holds option 9 of 200 bytes; 0 are there" },
        { writer => writer.Block(6, body => body.Bytes(new byte[1 << 20])), "claims 1048588 bytes; at most 1048576 are read" },
        { writer => writer.Interface(105).Add(Captures.Start, [1], 1), "cannot be read: link type 105 (IEEE 802.11) is not read; read are Ethernet, Linux cooked 1 and 2, raw IP and loopback" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Block_that_is_broken_is_told_with_its_place(Action<PcapngWriter> write, string what)
    {
        var writer = new PcapngWriter().Section().Interface(LinkFrames.Raw).Add(Captures.Start, Frame);
        write(writer);

        var (frames, problem) = Captures.Read(writer.ToArray());

        Assert.Single(frames);
        Assert.Matches(@"^block [45] at byte \d+ ", problem);
        Assert.EndsWith(what, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "claims 13 bytes, which no block of its type has", (byte)13)]
    [InlineData(4, "claims 8 bytes, which no block of its type has", (byte)8)]
    [InlineData(40, "does not end with the length that it begins with", (byte)1)]
    [InlineData(8, "begins a section of neither byte order", (byte)1)]
    public void Length_or_magic_that_is_wrong_is_told(int at, string what, byte value)
    {
        byte[] capture = [.. new PcapngWriter().Section().ToArray(), .. new PcapngWriter().Block(at == 8 ? 0x0a0d0d0au : 1, body => body.Write32(0x1a2b3c4d).Bytes(new byte[28])).ToArray()];
        capture[28 + at] = value;

        Assert.Equal($"block 2 at byte 28 {what}", Captures.Read(capture).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cut_at_any_byte_is_told_but_between_blocks(bool bigEndian)
    {
        var capture = Captures.SmallPcapng(bigEndian);
        List<int> boundaries = [0];
        while (boundaries[^1] < capture.Length)
            boundaries.Add(boundaries[^1] + (int)LengthAt(capture, boundaries[^1] + 4, bigEndian));
        for (var length = 1; length <= capture.Length; length++)
        {
            var (frames, problem) = Captures.Read(capture[..length]);

            Assert.Equal((length, boundaries.Contains(length)), (length, problem is null));
            Assert.Equal((length, boundaries.Skip(4).Count(end => end <= length)), (length, frames.Count));
        }
    }

    [Fact]
    public void Cut_within_a_block_says_where_and_by_how_much()
    {
        var capture = Captures.SmallPcapng();

        Assert.Equal("block 2 at byte 28 is cut short: 32 bytes expected, 10 there", Captures.Read(capture[..38]).Problem);
        Assert.Equal("block 2 at byte 28 is cut short: 8 bytes expected, 5 there", Captures.Read(capture[..33]).Problem);
        Assert.Equal("block 1 at byte 0 is cut short: 12 bytes expected, 10 there", Captures.Read(capture[..10]).Problem);
    }

    [Fact]
    public void Changed_bytes_never_throw() => Prop.ForAll(Hostile.Changed(Captures.SmallPcapng(resolution: 9, offsetSeconds: 5)), capture => Captures.Read(capture).Frames.Count <= 20)
        .QuickCheckThrowOnFailure();

    private static uint LengthAt(byte[] capture, int at, bool bigEndian) => bigEndian
        ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(capture.AsSpan(at))
        : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(capture.AsSpan(at));
}
