using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Report.Fleet;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class RetryRuleTests
{
    [Fact]
    public void Pauses_double_up_to_half_a_minute_and_are_shortened_by_half_at_the_most() => Prop.ForAll(Gen.Choose(0, 1000).ToArbitrary(), seed =>
    {
        var backoff = new Backoff(new Random(seed));
        var most = Backoff.Shortest;
        return Enumerable.Range(0, 20).All(_ =>
        {
            var pause = backoff.Next();
            var isGood = pause <= most && pause >= most / 2;
            most = most * 2 < Backoff.Longest ? most * 2 : Backoff.Longest;
            return isGood;
        });
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void First_pause_after_a_success_is_short_again()
    {
        var rule = new RetryRule(new Random(1));
        for (var i = 0; i < 20; i++)
            rule.PauseAfter(new LinkException(LinkFault.Unreachable, "away"));

        rule.Reset();

        Assert.True(rule.PauseAfter(new LinkException(LinkFault.Unreachable, "away")) <= Backoff.Shortest);
    }

    [Fact]
    public void Refusal_is_not_tried_again_for_half_a_minute() =>
        Assert.True(new RetryRule(new Random(1)).PauseAfter(new LinkException(LinkFault.Refused, "revoked")) >= TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData(7, 7)]
    [InlineData(86400, 600)]
    public void Coordinator_may_ask_for_a_pause_of_ten_minutes_at_the_most(int asked, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        new RetryRule(new Random(1)).PauseAfter(new LinkException(LinkFault.Busy, "slower") { RetryAfter = TimeSpan.FromSeconds(asked) }));
}
