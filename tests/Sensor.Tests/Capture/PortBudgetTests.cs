using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Capture;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Capture;

public sealed class PortBudgetTests
{
    [Theory]
    [InlineData(new[] { 5, 5, 0, 0 }, 300, int.MaxValue)]
    [InlineData(new[] { 150, 150, 0, 0 }, 300, int.MaxValue)]
    [InlineData(new[] { 600, 600, 0, 0 }, 300, 150)]
    [InlineData(new[] { 600, 600, 50, 50 }, 300, 100)]
    [InlineData(new[] { 600, 600, 600, 600 }, 300, 75)]
    [InlineData(new[] { 1000, 1, 1, 1 }, 300, 297)]
    public void Short_lists_keep_theirs_and_the_long_ones_share_the_rest(int[] lengths, int total, int expected) =>
        Assert.Equal(expected, PortBudget.ShareOf(lengths, total));

    [Fact]
    public void All_lists_together_stay_within_the_budget() => Prop.ForAll(
        Gen.Zip(Gen.Choose(0, 2000).ArrayOf(4), Gen.Choose(4, 400)).ToArbitrary(),
        pair => pair.Item1.Sum(length => Math.Min(length, PortBudget.ShareOf(pair.Item1, pair.Item2))) <= pair.Item2).QuickCheckThrowOnFailure();

    [Fact]
    public void Coarse_list_closes_its_smallest_gaps() => Assert.Equal(
        "1-5,20,40-44",
        string.Join(',', PortBudget.Coarsen(PortSet.Of([1, 3, 5, 20, 40, 44]).ToRanges(), 3)));
}
