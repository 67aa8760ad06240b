using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Tests.Decide;

public sealed class SimulationRulesTests
{
    private const string Source = "203.0.113.7";
    private readonly LeaderRig _rig = new();

    [Fact]
    public void Broken_glass_has_the_fleet_simulate_and_lifts_what_is_wanted()
    {
        _rig.Command(_rig.Block(Source));

        Assert.Null(_rig.Command(Simulate(on: true, TimeSpan.FromHours(1), liftAll: true)).Error);

        Assert.True(_rig.State.Book.Policy.Simulate);
        Assert.Null(_rig.Find(Source));
        Assert.Equal(new BreakGlass(LeaderRig.Start, LeaderRig.Start.AddHours(1), "ann", "noise"), _rig.State.Policy.BreakGlass);
        Assert.Equal("simulate on until 2026-11-22 09:00:00Z, blocks remove all", Assert.Single(_rig.Last.Audit).What);
    }

    [Fact]
    public void Policy_that_is_set_meanwhile_does_not_mend_it()
    {
        _rig.Command(Simulate(on: true, null, liftAll: false));

        _rig.Command(new SetPolicy(DecisionPolicy.Default.ToJson()) { Id = Guid.NewGuid(), At = LeaderRig.Start, Who = "ann" });

        Assert.True(_rig.State.Book.Policy.Simulate);
    }

    [Fact]
    public void Policy_with_broken_glass_reads_as_it_was_written()
    {
        var policy = DecisionPolicy.Default with { BreakGlass = new BreakGlass(LeaderRig.Start, null, "ann", "noise") };

        Assert.Equal(policy.BreakGlass, DecisionPolicy.Stored(policy.ToJson()).BreakGlass);
    }

    [Fact]
    public void Whoever_ends_it_has_the_fleet_block_again()
    {
        _rig.Command(Simulate(on: true, null, liftAll: false));
        _rig.Command(Simulate(on: false, null, liftAll: false));

        Assert.False(_rig.State.Book.Policy.Simulate);
        Assert.Null(_rig.State.Policy.BreakGlass);
    }

    [Fact]
    public void It_ends_by_itself_when_its_time_is_up()
    {
        _rig.Command(Simulate(on: true, TimeSpan.FromMinutes(5), liftAll: false));

        var before = LeaderStep.Take(_rig.State, [], new Dictionary<PortSentry.Shared.Net.Cidr, string>(), LeaderRig.Start.AddMinutes(5).AddTicks(-1));
        var after = LeaderStep.Take(_rig.State, [], new Dictionary<PortSentry.Shared.Net.Cidr, string>(), LeaderRig.Start.AddMinutes(5));

        Assert.Null(before.Policy);
        Assert.NotNull(after.Policy);
        Assert.Equal(("coordinator", "simulate off", "the time that ann gave is up"), (after.Audit[0].Who, after.Audit[0].What, after.Audit[0].Why));
        Assert.False(_rig.State.Book.Policy.Simulate);
    }

    private static SimulateFleet Simulate(bool on, TimeSpan? duration, bool liftAll) =>
        new(on, duration, liftAll) { Id = Guid.NewGuid(), At = LeaderRig.Start, Who = "ann", Reason = "noise" };
}
