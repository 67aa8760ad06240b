using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

public sealed class PortRangeTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("65535", 65535, 65535)]
    [InlineData("1-1024", 1, 1024)]
    [InlineData("80-80", 80, 80)]
    [InlineData(" 20 - 21 ", 20, 21)]
    [InlineData("0022", 22, 22)]
    public void TryParse_reads_a_port_or_a_range(string text, int first, int last)
    {
        Assert.True(PortRange.TryParse(text, out var range));

        Assert.Equal(new PortRange((ushort)first, (ushort)last), range);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("80-")]
    [InlineData("-80")]
    [InlineData("20-10")]
    [InlineData("65536")]
    [InlineData("70000-70001")]
    [InlineData("1-2-3")]
    [InlineData("+80")]
    [InlineData("0x50")]
    [InlineData("80a")]
    [InlineData("1,2")]
    public void TryParse_of_anything_else_is_refused(string? text) => Assert.False(PortRange.TryParse(text, out _));

    [Fact]
    public void Bounds_belong_to_the_range()
    {
        var range = new PortRange(20, 22);

        Assert.Equal((3, false, true, true, false), (range.Count, range.Contains(19), range.Contains(20), range.Contains(22), range.Contains(23)));
    }

    [Fact]
    public void Text_round_trips() => Prop.ForAll(
        Generate.Range.ToArbitrary(),
        range => PortRange.TryParse(range.ToString(), out var again) && again == range).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_never_throws() => Prop.ForAll(
        Generate.Garbage.ToArbitrary(),
        text => !PortRange.TryParse(text, out var range) || range.Count > 0).QuickCheckThrowOnFailure();
}
