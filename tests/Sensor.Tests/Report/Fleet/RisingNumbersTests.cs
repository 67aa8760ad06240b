using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Report.Fleet;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class RisingNumbersTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("5 6 7", "5 6 7")]
    [InlineData("5 9 7 8", "5 7 8")]
    [InlineData("9 6", "6")]
    [InlineData("5 6 2 8", "5 6 8")]
    [InlineData("5 6 6 7", "5 6 7")]
    [InlineData("5 20 4 0 6", "5 6")]
    public void Numbers_that_do_not_rise_with_the_most_others_or_lie_beyond_the_ends_are_left_out(string numbers, string rising) =>
        Assert.Equal(rising, string.Join(' ', Of(Parse(numbers))));

    [Fact]
    public void As_many_as_rise_together_are_kept() => Prop.ForAll(Gen.Choose(0, 12).ListOf(9).ToArbitrary(), numbers =>
    {
        List<long> row = [.. numbers.Select(number => (long)number)];
        var longest = Enumerable.Range(0, 1 << row.Count).Select(chosen => row.Where((_, place) => (chosen >> place & 1) != 0).ToList()).Where(Rises).Max(some => some.Count);
        var kept = Of(row);
        return Rises(kept) && kept.Count == longest;
    }).QuickCheckThrowOnFailure();

    private static List<long> Of(IReadOnlyList<long> numbers) => [.. RisingNumbers.Of(numbers, first: 5, below: 11).Select(place => numbers[place])];

    private static bool Rises(List<long> numbers) => numbers.TrueForAll(number => number is >= 5 and < 11) && numbers.SequenceEqual(numbers.Distinct().Order());

    private static long[] Parse(string numbers) => [.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
}
