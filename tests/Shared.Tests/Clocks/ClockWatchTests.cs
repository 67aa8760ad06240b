using PortSentry.Shared.Clocks;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Clocks;

public sealed class ClockWatchTests
{
    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(2)]
    public void Clock_that_was_set_is_told_once_by_how_much(int seconds)
    {
        var time = new ManualTime();
        var watch = new ClockWatch(time);
        time.Advance(TimeSpan.FromMinutes(1));
        time.SetClock(TimeSpan.FromSeconds(seconds));

        Assert.Equal((TimeSpan.FromSeconds(seconds), TimeSpan.Zero), (watch.TakeShift(), watch.TakeShift()));
    }

    [Fact]
    public void Time_that_goes_by_is_no_shift()
    {
        var time = new ManualTime();
        var watch = new ClockWatch(time);

        time.Advance(TimeSpan.FromDays(400));

        Assert.Equal(TimeSpan.Zero, watch.TakeShift());
    }

    [Fact]
    public void Clock_that_drifts_is_followed_once_it_is_a_second_off()
    {
        var time = new ManualTime();
        var watch = new ClockWatch(time);
        time.SetClock(TimeSpan.FromMilliseconds(700));
        Assert.Equal(TimeSpan.Zero, watch.TakeShift());

        time.SetClock(TimeSpan.FromMilliseconds(700));

        Assert.Equal(TimeSpan.FromMilliseconds(1400), watch.TakeShift());
    }

    [Fact]
    public void Process_that_is_held_up_between_two_looks_at_the_time_takes_that_for_no_shift()
    {
        var time = new HeldUp();
        var watch = new ClockWatch(time);
        time.SetClock(TimeSpan.FromDays(365));

        time.HoldUp = TimeSpan.FromSeconds(58);

        Assert.Equal(TimeSpan.FromDays(365), watch.TakeShift());
    }

    /// <summary>Time that goes on by so much, once, right after the clock was read.</summary>
    private sealed class HeldUp : TimeProvider
    {
        private readonly ManualTime _time = new();

        public TimeSpan HoldUp { get; set; }

        public override long TimestampFrequency => _time.TimestampFrequency;

        public void SetClock(TimeSpan by) => _time.SetClock(by);

        public override long GetTimestamp() => _time.GetTimestamp();

        public override DateTimeOffset GetUtcNow()
        {
            var now = _time.GetUtcNow();
            _time.Advance(HoldUp);
            HoldUp = TimeSpan.Zero;
            return now;
        }
    }
}
