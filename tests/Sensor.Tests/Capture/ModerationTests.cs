using PortSentry.Sensor.Capture;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture;

public sealed class ModerationTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Wake_up_after_a_quiet_time_never_waits()
    {
        var moderation = new Moderation(_time);

        Assert.All(Enumerable.Range(0, 100), _ =>
        {
            _time.Advance(Moderation.Pause);
            Assert.False(moderation.IsDue(frames: 3));
        });
    }

    [Fact]
    public void Wake_up_waits_when_frames_come_fast_one_by_one()
    {
        var moderation = new Moderation(_time);
        var due = 0;
        for (var frame = 0; frame < 1000; frame++)
        {
            _time.Advance(TimeSpan.FromMicroseconds(100));
            if (moderation.IsDue(frames: 1))
                due++;
        }

        Assert.InRange(due, 500, 999);
    }

    [Fact]
    public void Wake_up_waits_for_as_long_as_the_load_lasts()
    {
        var moderation = new Moderation(_time);

        Assert.True(moderation.IsDue(frames: 4));
        _time.Advance(Moderation.Pause);
        Assert.True(moderation.IsDue(frames: 4));
        _time.Advance(Moderation.Pause);
        Assert.False(moderation.IsDue(frames: 1));
    }
}
