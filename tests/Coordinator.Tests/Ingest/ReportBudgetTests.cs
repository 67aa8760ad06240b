using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Ingest;

namespace PortSentry.Coordinator.Tests.Ingest;

public sealed class ReportBudgetTests
{
    private const int Rate = 10;
    private const int Burst = 50;
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private static readonly Gen<(int Millis, int Reports)[]> Requests =
        (from millis in Gen.Choose(0, 2000) from reports in Gen.Choose(0, Burst) select (millis, reports)).ArrayOf();

    [Fact]
    public void Sensor_never_sends_more_than_its_burst_and_its_rate_allow() => Prop.ForAll(Requests.ToArbitrary(), requests =>
    {
        var (budget, now, taken) = (new ReportBudget(Rate, Burst), Start, 0);
        foreach (var (millis, reports) in requests)
        {
            now += TimeSpan.FromMilliseconds(millis);
            if (budget.Take(reports, now) == TimeSpan.Zero)
                taken += Math.Max(1, reports);
            if (taken > Burst + (Rate * (now - Start).TotalSeconds) + 0.001)
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Sensor_that_waits_as_long_as_it_was_told_is_let_in_and_not_before() => Prop.ForAll(Requests.ToArbitrary(), requests =>
    {
        var (budget, now) = (new ReportBudget(Rate, Burst), Start);
        foreach (var (_, reports) in requests)
        {
            var wait = budget.Take(reports, now);
            if (wait > Rounding && budget.Take(reports, now + wait - Rounding) == TimeSpan.Zero)
                return false;
            now += wait + Rounding;
            if (wait > TimeSpan.Zero && budget.Take(reports, now) != TimeSpan.Zero)
                return false;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Request_larger_than_the_burst_passes_when_the_budget_is_full()
    {
        var budget = new ReportBudget(Rate, Burst);

        Assert.Equal(TimeSpan.Zero, budget.Take(Burst * 3, Start));
        Assert.Equal(TimeSpan.FromSeconds(5), budget.Take(Burst * 3, Start));
        Assert.Equal(TimeSpan.Zero, budget.Take(Burst * 3, Start.AddSeconds(5)));
    }

    [Fact]
    public void Requests_without_reports_have_their_share_too()
    {
        var budget = new ReportBudget(1, 2);

        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(1)], new[] { budget.Take(0, Start), budget.Take(0, Start), budget.Take(0, Start) });
    }

    [Fact]
    public void Clock_that_is_set_back_gives_nothing_and_takes_nothing()
    {
        var budget = new ReportBudget(Rate, Burst);
        budget.Take(Burst - 1, Start);

        Assert.Equal(TimeSpan.Zero, budget.Take(1, Start.AddDays(-1)));
        Assert.True(budget.Take(1, Start.AddDays(-1)) > TimeSpan.Zero);
    }
}
