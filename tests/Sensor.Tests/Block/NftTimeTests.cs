using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Block;

namespace PortSentry.Sensor.Tests.Block;

public sealed class NftTimeTests
{
    [Theory]
    [InlineData(0, "1ms")]
    [InlineData(-5, "1ms")]
    [InlineData(999, "999ms")]
    [InlineData(3_600_000, "1h")]
    [InlineData(604_800_000, "7d")]
    [InlineData(93_784_005, "1d2h3m4s5ms")]
    public void Length_is_written_in_units_of_nft(long milliseconds, string text) =>
        Assert.Equal(text, NftTime.Text(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void No_number_has_more_digits_than_nft_reads() => Prop.ForAll<uint>(seconds =>
        NftTime.Text(TimeSpan.FromSeconds(seconds)).Split('d', 'h', 'm', 's').All(number => number.Length <= 8)).QuickCheckThrowOnFailure();
}
