using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class ProbeCountsTests
{
    private static readonly long Window = TimeSpan.FromHours(8).Ticks;
    private static readonly long Eighth = Window / 8;
    private static readonly long Start = 80 * Window;

    [Fact]
    public void Probes_within_the_window_add_up()
    {
        var counts = new ProbeCounts();

        Assert.Equal([1, 2, 3], new[] { Start, Start + 1, Start + (7 * Eighth) }.Select(at => counts.Add(at, Eighth)));
    }

    [Fact]
    public void Eighth_that_leaves_the_window_is_forgotten_and_the_others_are_not()
    {
        var counts = new ProbeCounts();
        counts.Add(Start, Eighth);
        counts.Add(Start + Eighth, Eighth);

        Assert.Equal(2, counts.Add(Start + (8 * Eighth), Eighth));
    }

    [Fact]
    public void Long_silence_forgets_all()
    {
        var counts = new ProbeCounts();
        counts.Add(Start, Eighth);

        Assert.Equal(1, counts.Add(Start + (1000 * Window), Eighth));
    }

    [Fact]
    public void Clock_set_back_loses_nothing()
    {
        var counts = new ProbeCounts();
        counts.Add(Start, Eighth);
        counts.Add(Start, Eighth);

        Assert.Equal(3, counts.Add(Start - (20 * Window), Eighth));
    }

    [Fact]
    public void Eighth_holds_no_more_than_it_can()
    {
        var counts = new ProbeCounts();
        for (var i = 0; i < 70000; i++)
            counts.Add(Start, Eighth);

        Assert.Equal(65535, counts.Add(Start, Eighth));
    }

    [Fact]
    public void Window_of_a_tick_is_no_division_by_zero() => Assert.Equal(1, new ProbeCounts().Add(Start, ProbeCounts.StepOf(TimeSpan.FromTicks(1))));

    [Fact]
    public void Count_lies_between_the_probes_of_seven_eighths_and_of_the_whole_window() => Prop.ForAll(
        Gen.Choose(0, (int)TimeSpan.FromHours(3).TotalSeconds).ListOf(30).ToArbitrary(),
        gaps =>
        {
            var counts = new ProbeCounts();
            List<long> times = [];
            return gaps.All(gap =>
            {
                times.Add(times.LastOrDefault(Start) + (gap * TimeSpan.TicksPerSecond));
                var count = counts.Add(times[^1], Eighth);
                return count >= times.Count(time => times[^1] - time <= Window - Eighth) && count <= times.Count(time => times[^1] - time < Window);
            });
        }).QuickCheckThrowOnFailure();
}
