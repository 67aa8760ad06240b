using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Report.Fleet;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class SseReaderTests
{
    private const string Stream = "event: hello\ndata: {\"a\":1}\n\n: a comment\nid: 3f.17\nevent: order\ndata: one\ndata: two\n\nevent: nothing\n\ndata:x\r\n\r\nid\ndata\r\r";

    private static readonly SseEvent[] Events =
    [
        new("hello", "", "{\"a\":1}"), new("order", "3f.17", "one\ntwo"), new("message", "3f.17", "x"), new("message", "", ""),
    ];

    [Fact]
    public void Events_are_read_as_the_standard_says() => Assert.Equal(Events, Read(Encoding.UTF8.GetBytes(Stream)));

    [Fact]
    public void Byte_order_mark_is_no_part_of_the_first_line() =>
        Assert.Equal([new SseEvent("message", "", "é")], Read([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("data: é\n\n")]));

    [Fact]
    public void Events_are_the_same_however_the_bytes_are_cut() => Prop.ForAll(Gen.Choose(1, 9).NonEmptyListOf().ToArbitrary(), sizes =>
    {
        var bytes = Encoding.UTF8.GetBytes("\ufeff" + Stream);
        var reader = new SseReader();
        List<SseEvent> events = [];
        var (start, turn) = (0, 0);
        while (start < bytes.Length)
        {
            var length = Math.Min(sizes[turn++ % sizes.Count], bytes.Length - start);
            if (!reader.TryRead(bytes.AsSpan(start, length), events))
                return false;
            start += length;
        }

        return events.SequenceEqual(Events);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_without_harm() => Prop.ForAll(Generate.Bytes(300).ToArbitrary(), bytes =>
    {
        List<SseEvent> events = [];
        new SseReader(64).TryRead(bytes, events);
        return events.TrueForAll(one => one.Data.Length <= 64);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("data: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("data: aaaaaaaaaaaa\ndata: aaaaaaaaaaaa\ndata: aaaaaaaaaaaa\n\n")]
    public void Event_that_is_too_long_ends_the_stream(string text)
    {
        List<SseEvent> events = [];

        Assert.False(new SseReader(maxBytes: 32).TryRead(Encoding.UTF8.GetBytes(text), events));
        Assert.Empty(events);
    }

    private static List<SseEvent> Read(byte[] bytes)
    {
        List<SseEvent> events = [];
        Assert.True(new SseReader().TryRead(bytes, events));
        return events;
    }
}
