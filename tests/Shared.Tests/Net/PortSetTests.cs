using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

public sealed class PortSetTests
{
    [Fact]
    public void ToRanges_joins_neighbours_and_overlaps()
    {
        var set = PortSet.Of([new PortRange(80, 90), new PortRange(22, 22), new PortRange(85, 95), new PortRange(96, 96)]);

        Assert.Equal([new PortRange(22, 22), new PortRange(80, 96)], set.ToRanges());
        Assert.Equal("22,80-96", set.ToString());
        Assert.Equal(18, set.Count);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(1024, 1024)]
    [InlineData(65536, 65536)]
    [InlineData(70000, 65536)]
    public void Below_has_every_port_under_its_bound(int bound, int count)
    {
        var set = PortSet.Below(bound);

        Assert.Equal(count, set.Count);
        Assert.Equal(count > 0, set.Contains(0));
        Assert.Equal(count == 65536, set.Contains(65535));
    }

    [Fact]
    public void Empty_has_no_port_and_no_text() =>
        Assert.Equal((0, "", 0), (PortSet.Empty.Count, PortSet.Empty.ToString(), PortSet.Empty.ToRanges().Count));

    [Fact]
    public void Sets_are_equal_by_their_ports()
    {
        var (one, same, other) = (PortSet.Of([1, 2, 3]), PortSet.Of([new PortRange(1, 3)]), PortSet.Of([1, 2]));

        Assert.True(one.Equals(same) && one.GetHashCode() == same.GetHashCode());
        Assert.False(one.Equals(other) || one.Equals(null));
    }

    [Fact]
    public void Ranges_round_trip() => Prop.ForAll(Generate.Range.ListOf().ToArbitrary(), ranges =>
    {
        var set = PortSet.Of(ranges);
        var written = set.ToRanges();
        return PortSet.Of(written).Equals(set)
            && written.Sum(range => range.Count) == set.Count
            && written.Zip(written.Skip(1)).All(pair => pair.First.Last + 1 < pair.Second.First);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Contains_agrees_with_a_list_of_ranges() => Prop.ForAll(
        Gen.Zip(Generate.Range.ListOf(), Generate.Port).ToArbitrary(),
        pair => PortSet.Of(pair.Item1).Contains(pair.Item2) == pair.Item1.Any(range => range.Contains(pair.Item2))).QuickCheckThrowOnFailure();

    [Fact]
    public void Except_and_Union_agree_with_sets_of_numbers() => Prop.ForAll(
        Gen.Zip(Generate.Range.ListOf(), Generate.Range.ListOf()).ToArbitrary(),
        pair =>
        {
            var (left, right) = (Numbers(pair.Item1), Numbers(pair.Item2));
            var (one, other) = (PortSet.Of(pair.Item1), PortSet.Of(pair.Item2));
            return one.Except(other).Equals(PortSet.Of(left.Except(right))) && one.Union(other).Equals(PortSet.Of(left.Union(right)));
        }).QuickCheckThrowOnFailure();

    private static HashSet<ushort> Numbers(IEnumerable<PortRange> ranges) =>
        [.. ranges.SelectMany(range => Enumerable.Range(range.First, range.Count)).Select(port => (ushort)port)];
}
