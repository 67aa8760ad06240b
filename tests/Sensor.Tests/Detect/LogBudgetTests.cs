using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class LogBudgetTests
{
    private static readonly Address One = Address.Parse("192.0.2.1");
    private static readonly Address Other = Address.Parse("192.0.2.2");

    [Fact]
    public void Source_has_a_hundred_lines_a_minute_of_its_own()
    {
        var budget = new LogBudget();

        var taken = Enumerable.Range(0, 150).Count(_ => budget.TryTake(One));

        Assert.Equal((100, true), (taken, budget.TryTake(Other)));
    }

    [Fact]
    public void New_minute_tells_what_was_left_out_and_begins_anew()
    {
        var budget = new LogBudget();
        budget.Renew(TimeSpan.TicksPerMinute);
        for (var i = 0; i < 130; i++)
            budget.TryTake(One);
        budget.TryTake(Other);

        var sameMinute = budget.Renew(2 * TimeSpan.TicksPerMinute - 1);
        var omitted = budget.Renew(2 * TimeSpan.TicksPerMinute);

        Assert.Empty(sameMinute);
        Assert.Equal([(One, 30)], omitted);
        Assert.True(budget.TryTake(One));
        Assert.Empty(budget.Renew(3 * TimeSpan.TicksPerMinute));
    }

    [Fact]
    public void Sources_beyond_the_bound_share_one_budget()
    {
        var budget = new LogBudget(capacity: 1);
        budget.TryTake(One);

        var taken = Enumerable.Range(0, 300).Count(i => budget.TryTake(Address.FromIPv4((uint)i)));

        Assert.Equal((100, true), (taken, budget.TryTake(One)));
    }
}
