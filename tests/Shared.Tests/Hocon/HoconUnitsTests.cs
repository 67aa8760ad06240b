using PortSentry.Shared.Hocon;

namespace PortSentry.Shared.Tests.Hocon;

public sealed class HoconUnitsTests
{
    [Theory]
    [InlineData("90s", 90_000)]
    [InlineData(" 15 m ", 900_000)]
    [InlineData("24h", 86_400_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("2 days", 172_800_000)]
    [InlineData("1.5 hours", 5_400_000)]
    [InlineData("250", 250)]
    [InlineData("250 milliseconds", 250)]
    [InlineData("5000us", 5)]
    [InlineData("3000000 nanos", 3)]
    [InlineData("-1s", -1000)]
    [InlineData("1e3ms", 1000)]
    [InlineData("0", 0)]
    public void Duration_is_read(string text, long milliseconds)
    {
        Assert.True(HoconDuration.TryParse(text, out var duration));

        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("1 S")]
    [InlineData("1 w")]
    [InlineData("1h30m")]
    [InlineData("+1s")]
    [InlineData("1,5s")]
    [InlineData("Infinity")]
    [InlineData("20000000000d")]
    [InlineData("1e400s")]
    public void Duration_of_another_form_is_refused(string text) => Assert.False(HoconDuration.TryParse(text, out _));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512 B", 512)]
    [InlineData("1kB", 1000)]
    [InlineData("1 K", 1024)]
    [InlineData("1k", 1024)]
    [InlineData("1Ki", 1024)]
    [InlineData("2KiB", 2048)]
    [InlineData("1.5 MB", 1_500_000)]
    [InlineData("1m", 1_048_576)]
    [InlineData("3 gibibytes", 3_221_225_472)]
    [InlineData("1 terabyte", 1_000_000_000_000)]
    [InlineData("7E", 8_070_450_532_247_928_832)]
    public void Size_is_read(string text, long bytes)
    {
        Assert.True(HoconSize.TryParse(text, out var size));

        Assert.Equal(bytes, size);
    }

    [Theory]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("1KB")]
    [InlineData("1mb")]
    [InlineData("8E")]
    [InlineData("1Z")]
    [InlineData("1 yottabyte")]
    public void Size_of_another_form_is_refused(string text) => Assert.False(HoconSize.TryParse(text, out _));
}
