using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Tests.Decide;

public sealed class LocalPolicyTests
{
    [Theory]
    // What is spared is so before anything else.
    [InlineData(Outcome.Spared, true, true, true, Verdict.Spared)]
    [InlineData(Outcome.Spared, false, false, false, Verdict.Spared)]
    // Below the trigger nothing else matters.
    [InlineData(Outcome.Counted, true, true, true, Verdict.NotTriggered)]
    [InlineData(Outcome.Counted, false, false, false, Verdict.NotTriggered)]
    [InlineData(Outcome.NoTripwire, false, false, false, Verdict.NotTriggered)]
    [InlineData(Outcome.Copy, false, false, false, Verdict.NotTriggered)]
    // Simulation goes before logging only, and that before what is blocked already.
    [InlineData(Outcome.Alarm, true, true, true, Verdict.Simulated)]
    [InlineData(Outcome.Update, true, true, true, Verdict.Simulated)]
    [InlineData(Outcome.Alarm, false, true, true, Verdict.LogOnly)]
    [InlineData(Outcome.Update, false, true, true, Verdict.LogOnly)]
    [InlineData(Outcome.Alarm, false, false, true, Verdict.AlreadyBlocked)]
    [InlineData(Outcome.Update, false, false, true, Verdict.AlreadyBlocked)]
    // Who goes on and is not blocked is answered again.
    [InlineData(Outcome.Update, false, false, false, Verdict.Block)]
    [InlineData(Outcome.Alarm, false, false, false, Verdict.Block)]
    public void First_rule_that_answers_decides(Outcome outcome, bool simulate, bool logOnly, bool isBlocked, Verdict expected) => Assert.Equal(
        expected,
        LocalPolicy.Judge(new VerdictCase { Sighting = new Sighting(outcome), Simulate = simulate, LogOnly = logOnly, IsBlocked = isBlocked }));

    [Theory]
    [InlineData(Outcome.Alarm, false, false, Verdict.CommandOnly)]
    [InlineData(Outcome.Update, false, true, Verdict.CommandOnly)]
    [InlineData(Outcome.Alarm, true, false, Verdict.LogOnly)]
    [InlineData(Outcome.Counted, false, false, Verdict.NotTriggered)]
    public void Command_only_goes_before_blocking_and_after_logging_only(Outcome outcome, bool logOnly, bool isBlocked, Verdict expected) => Assert.Equal(
        expected,
        LocalPolicy.Judge(new VerdictCase { Sighting = new Sighting(outcome), LogOnly = logOnly, CommandOnly = true, IsBlocked = isBlocked }));

    [Fact]
    public void Source_whose_answer_is_under_way_is_not_answered_twice() => Assert.Equal(
        Verdict.AlreadyBlocked,
        LocalPolicy.Judge(new VerdictCase { Sighting = new Sighting(Outcome.Update), IsBeingAnswered = true }));
}
