using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Block;

public sealed class OrderDeskTests
{
    [Fact]
    public async Task Orders_come_into_force_together()
    {
        await using var rig = new BlockRig();

        var done = await CarryOut(rig, Make("203.0.113.1"), Make("203.0.113.2"));

        Assert.Empty(done.Refused);
        Assert.Equal(["block 203.0.113.1 203.0.113.2"], rig.Blocker.Calls);
        Assert.All(await rig.ListAsync(), block => Assert.Equal((BlockOrigin.Coordinator, Blocks.Now.AddHours(1)), (block.Origin, block.Until)));
    }

    [Fact]
    public async Task Order_lifts_exactly_its_target_whoever_blocked_it()
    {
        await using var rig = new BlockRig(null, Blocks.Of("203.0.113.1"), Blocks.Of("203.0.113.0/24"));

        await CarryOut(rig, Lift("203.0.113.0/24"));

        Assert.Equal([Cidr.Parse("203.0.113.1")], (await rig.ListAsync()).Select(block => block.Target));
    }

    [Fact]
    public async Task What_is_lifted_and_made_again_is_never_out_of_force()
    {
        await using var rig = new BlockRig(null, Blocks.Of("203.0.113.1"));

        await CarryOut(rig, Lift("203.0.113.1"), Make("203.0.113.1"));

        Assert.Equal(["block 203.0.113.1"], rig.Blocker.Calls);
    }

    [Fact]
    public async Task What_is_made_and_lifted_at_once_is_never_in_force()
    {
        await using var rig = new BlockRig();

        await CarryOut(rig, Make("203.0.113.1"), Lift("203.0.113.1"));

        Assert.Empty(rig.Blocker.Calls);
        Assert.Empty(await rig.ListAsync());
    }

    [Fact]
    public async Task What_is_not_in_force_yet_is_lifted_for_good_and_nobody_hears_of_it()
    {
        await using var rig = new BlockRig();
        rig.Blocker.Failures = 1;
        await CarryOut(rig, Make("203.0.113.1"));

        await CarryOut(rig, Make("203.0.113.1", hours: 2), Lift("203.0.113.1"));
        await rig.StopAsync();

        Assert.Equal(["block 203.0.113.1", "unblock 203.0.113.1"], rig.Blocker.Calls);
        Assert.Equal([true], Assert.IsType<AppendToJournal>(rig.Journal[^1]).Entries.Select(entry => entry.Lifted));
        Assert.Empty(rig.Events);
    }

    [Fact]
    public async Task Block_of_our_own_that_is_ordered_and_lifted_at_once_is_gone()
    {
        await using var rig = new BlockRig(null, Blocks.Of("203.0.113.1", hours: 5));

        await CarryOut(rig, Make("203.0.113.1"), Lift("203.0.113.1"));
        await rig.StopAsync();

        Assert.Equal(["unblock 203.0.113.1"], rig.Blocker.Calls);
        Assert.True(Assert.IsType<AppendToJournal>(Assert.Single(rig.Journal)).Entries.Single().Lifted);
    }

    [Fact]
    public async Task Order_is_refused_as_any_block_is()
    {
        await using var rig = new BlockRig();
        rig.Actor.Tell(new UseProtection(Blocks.Protecting("203.0.113.1")));

        var done = await CarryOut(rig, Make("203.0.113.1"), Make("203.0.113.2"));

        Assert.Equal([(Cidr.Parse("203.0.113.1"), new BlockDecision.Refused(Refusal.Protected, ProtectionReason.Ignored))], done.Refused);
        Assert.Equal([Cidr.Parse("203.0.113.2")], rig.Blocker.InForce.Keys);
        Assert.Single(rig.Events.OfType<BlockRefused>());
    }

    [Fact]
    public async Task Order_that_the_firewall_does_not_take_is_said_to_be_not_taken()
    {
        await using var rig = new BlockRig();
        rig.Blocker.Failures = 1;

        Assert.Equal([(Cidr.Parse("203.0.113.1"), new BlockDecision.Refused(Refusal.NotTaken))], (await CarryOut(rig, Make("203.0.113.1"))).Refused);
    }

    [Fact]
    public async Task Orders_are_made_equal_in_one_transaction_and_our_own_blocks_stay()
    {
        await using var rig = new BlockRig(null, Blocks.Of("203.0.113.9"), Blocks.Of("203.0.113.1") with { Origin = BlockOrigin.Coordinator });

        var done = await Equal(rig, "203.0.113.2", "203.0.113.3");

        Assert.Equal(["replace 203.0.113.9 203.0.113.2 203.0.113.3"], rig.Blocker.Calls);
        Assert.Equal([Cidr.Parse("203.0.113.9")], done.Held.Select(block => block.Target));
        Assert.Equal([Cidr.Parse("203.0.113.1")], rig.Events.OfType<SourceFreed>().Select(freed => freed.Block.Target));
        Assert.Equal([Cidr.Parse("203.0.113.2"), Cidr.Parse("203.0.113.3")], rig.Events.OfType<SourceBlocked>().Select(blocked => blocked.Block.Target));
    }

    [Fact]
    public async Task Orders_that_are_equal_already_touch_nothing()
    {
        await using var rig = new BlockRig();
        await Equal(rig, "203.0.113.2");
        rig.Host.Time.Advance(TimeSpan.FromSeconds(2));

        await Equal(rig, "203.0.113.2");

        Assert.Single(rig.Blocker.Calls);
    }

    [Fact]
    public async Task Order_does_not_shorten_what_a_person_on_this_host_blocked()
    {
        await using var rig = new BlockRig();
        await rig.BlockAsync(Blocks.Order("203.0.113.1", TimeSpan.FromDays(7)));

        await CarryOut(rig, Make("203.0.113.1"));

        Assert.Equal((BlockOrigin.Operator, Blocks.Now.AddDays(7)), ((await rig.ListAsync())[0].Origin, (await rig.ListAsync())[0].Until));
    }

    private static OrderedChange Make(string target, int hours = 1) => new(Cidr.Parse(target), Request(target) with { Duration = TimeSpan.FromHours(hours) });

    private static OrderedChange Lift(string target) => new(Cidr.Parse(target), null);

    private static BlockRequest Request(string target) =>
        new() { Target = Cidr.Parse(target), Origin = BlockOrigin.Coordinator, Duration = TimeSpan.FromHours(1) };

    private static async Task<OrdersCarriedOut> CarryOut(BlockRig rig, params OrderedChange[] changes)
    {
        var answer = new TaskCompletionSource<OrdersCarriedOut>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Actor.Tell(new CarryOutOrders(changes, answer));
        return await PortSentry.TestKit.Deadline.Soon(answer.Task);
    }

    private static async Task<OrdersCarriedOut> Equal(BlockRig rig, params string[] targets)
    {
        var answer = new TaskCompletionSource<OrdersCarriedOut>(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Actor.Tell(new EqualOrders([.. targets.Select(Request)], answer));
        return await PortSentry.TestKit.Deadline.Soon(answer.Task);
    }
}
