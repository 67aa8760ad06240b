using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Console.Drawing;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Tests.Console.Drawing;

public sealed class SpansTests
{
    [Theory]
    [InlineData(-5, "0 s")]
    [InlineData(41, "41 s")]
    [InlineData(3480, "58 min")]
    [InlineData(3600, "1 h")]
    [InlineData(12000, "3 h 20 min")]
    [InlineData(172800, "2 d")]
    [InlineData(1_000_000, "11 d")]
    public void Span_is_told_in_units_that_matter(int seconds, string text) => Assert.Equal(text, Spans.Text(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Span_up_to_an_end_in_whole_seconds_is_the_one_that_was_meant() =>
        Assert.Equal("1 h", Spans.Between(DateTimeOffset.UnixEpoch.AddMilliseconds(350), DateTimeOffset.UnixEpoch.AddHours(1)));

    [Theory]
    [InlineData(0.43, "0.4 ms")]
    [InlineData(41.4, "41 ms")]
    [InlineData(1240, "1.2 s")]
    public void Milliseconds_have_as_many_digits_as_are_known(double milliseconds, string text) => Assert.Equal(text, Spans.Milliseconds(milliseconds));

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("15m", 900)]
    [InlineData(" 24h ", 86400)]
    [InlineData("7d", 604800)]
    [InlineData("0", 0)]
    public void Words_of_a_span_are_read(string text, int seconds)
    {
        Assert.True(SpanWords.TryParse(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("h")]
    [InlineData("-1h")]
    [InlineData("1.5h")]
    [InlineData("10w")]
    [InlineData("9223372036854775807d")]
    public void What_is_no_span_is_refused(string? text) => Assert.False(SpanWords.TryParse(text, out _));

    [Fact]
    public void Span_that_was_written_is_read_as_the_same() => Prop.ForAll<NonNegativeInt>(seconds =>
        SpanWords.TryParse(SpanWords.Text(TimeSpan.FromSeconds(seconds.Get)), out var span) && span.TotalSeconds == seconds.Get).QuickCheckThrowOnFailure();
}
