using PortSentry.Shared.Clocks;
using PortSentry.TestKit;

namespace PortSentry.Shared.Tests.Clocks;

public sealed class ReminderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new();
    private readonly Reminder _reminder = new();

    [Fact]
    public void What_lasts_is_told_at_once_and_then_once_a_minute()
    {
        List<bool> told = [];
        for (var seconds = 0; seconds <= 120; seconds += 30)
        {
            told.Add(_reminder.IsDue(_time));
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal([true, false, true, false, true], told);
    }

    [Theory]
    [InlineData(-365)]
    [InlineData(365)]
    public void Clock_that_is_set_changes_nothing(int days)
    {
        _reminder.IsDue(_time);

        _time.SetClock(TimeSpan.FromDays(days));

        Assert.False(_reminder.IsDue(_time));
        _time.Advance(Minute);
        Assert.True(_reminder.IsDue(_time));
    }

    [Fact]
    public void End_is_told_once_where_the_beginning_was()
    {
        Assert.False(_reminder.IsOver());
        _reminder.IsDue(_time);

        Assert.Equal((true, false), (_reminder.IsOver(), _reminder.IsOver()));
    }

    [Fact]
    public void What_comes_again_within_the_minute_is_not_told_nor_is_its_end()
    {
        _reminder.IsDue(_time);
        _reminder.IsOver();

        Assert.Equal((false, false), (_reminder.IsDue(_time), _reminder.IsOver()));
    }
}
