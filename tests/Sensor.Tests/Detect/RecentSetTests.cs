using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class RecentSetTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(0, true)]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(-9, true)] // The clock was set back.
    public void What_was_added_is_there_within_the_window(int seconds, bool expected)
    {
        var set = new RecentSet(16, Window);
        set.Add(7, TimeSpan.TicksPerDay);

        Assert.Equal(expected, set.Contains(7, TimeSpan.TicksPerDay + (seconds * TimeSpan.TicksPerSecond)));
        Assert.False(set.Contains(11, TimeSpan.TicksPerDay));
    }

    [Fact]
    public void What_is_added_again_takes_no_second_place_and_lasts_longer()
    {
        var set = new RecentSet(4, Window);
        foreach (var fingerprint in new ulong[] { 1, 2, 3, 1, 1, 4 })
            set.Add(fingerprint, TimeSpan.TicksPerDay);
        set.Add(1, TimeSpan.TicksPerDay + (9 * TimeSpan.TicksPerSecond));

        Assert.All(new ulong[] { 1, 2, 3, 4 }, fingerprint => Assert.True(set.Contains(fingerprint, TimeSpan.TicksPerDay)));
        Assert.True(set.Contains(1, TimeSpan.TicksPerDay + (18 * TimeSpan.TicksPerSecond)));
    }

    [Fact]
    public void What_was_seen_longest_ago_gives_way_in_a_full_bucket()
    {
        var set = new RecentSet(4, Window);
        for (var i = 0u; i < 5; i++)
            set.Add(10 + i, TimeSpan.TicksPerDay + i);

        Assert.Equal([false, true, true, true, true], Enumerable.Range(0, 5).Select(i => set.Contains(10 + (ulong)i, TimeSpan.TicksPerDay)));
    }

    [Fact]
    public void What_was_seen_before_the_clock_was_set_back_gives_way_first()
    {
        var set = new RecentSet(4, Window);
        for (var i = 0u; i < 4; i++)
            set.Add(10 + i, 2 * TimeSpan.TicksPerDay);
        for (var i = 0u; i < 4; i++)
            set.Add(20 + i, TimeSpan.TicksPerDay + i);

        Assert.All(Enumerable.Range(0, 4), i => Assert.True(set.Contains(20 + (ulong)i, TimeSpan.TicksPerDay)));
    }
}
