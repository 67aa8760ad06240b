using PortSentry.Sensor.Decide;

namespace PortSentry.Sensor.Tests.Decide;

public sealed class BlockPolicyTests
{
    private static readonly BlockPolicy Default = new()
    {
        Proven = TimeSpan.FromHours(24),
        Unproven = TimeSpan.FromHours(1),
        Longest = TimeSpan.FromDays(24),
        MaxBlocks = 100,
        MaxPerMinute = 100,
    };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(5, 16)]
    [InlineData(6, 24)]
    [InlineData(1000, 24)]
    public void Proven_block_doubles_each_time_up_to_the_longest(int times, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), Default.DurationOf(proven: true, times));

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void Unproven_block_never_lasts_longer(int times) => Assert.Equal(TimeSpan.FromHours(1), Default.DurationOf(proven: false, times));

    [Fact]
    public void Zero_is_for_ever() =>
        Assert.Null((Default with { Proven = TimeSpan.Zero }).DurationOf(proven: true, 1));

    [Fact]
    public void Doubling_without_a_longest_leads_to_for_ever_and_never_past_the_calendar()
    {
        var policy = Default with { Longest = TimeSpan.Zero };
        var now = new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

        foreach (var times in Enumerable.Range(1, 100))
            Assert.True(policy.DurationOf(proven: true, times) is not { } duration || duration <= DateTimeOffset.MaxValue - now, $"time {times}");
        Assert.Equal(TimeSpan.FromDays(512), policy.DurationOf(proven: true, 10));
        Assert.Null(policy.DurationOf(proven: true, 100));
    }
}
