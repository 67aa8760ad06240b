using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Block;

/// <summary>Several blockers behind one block list.</summary>
public sealed class BlockerTeamTests
{
    [Fact]
    public async Task Blocker_that_hangs_delays_neither_the_prompt_one_nor_the_answer()
    {
        await using var rig = new TeamRig();
        var stuck = rig.AddLane("stuck", new HangingBlocker());
        rig.Start(new RecordingBlocker());

        var block = Assert.IsType<BlockDecision.Added>(await rig.BlockAsync(Blocks.Local("192.0.2.7"))).Block;

        Assert.NotNull(block.InForceAt);
        Assert.Equal(["recording"], rig.Events.OfType<SourceBlocked>().Select(one => one.By));
        stuck.Release();
        await rig.StopAsync();
        Assert.Equal(["stuck"], rig.Events.OfType<SourceAlsoBlocked>().Select(one => one.By));
    }

    [Fact]
    public async Task First_of_the_lanes_makes_it_in_force_and_the_other_is_told_besides()
    {
        await using var rig = new TeamRig();
        var stuck = rig.AddLane("stuck", new HangingBlocker());
        rig.AddLane("quick", new RecordingBlocker());
        rig.Start(null);

        Assert.NotNull(Assert.IsType<BlockDecision.Added>(await rig.BlockAsync(Blocks.Local("192.0.2.7"))).Block.InForceAt);
        stuck.Release();
        await rig.StopAsync();

        Assert.Equal(["quick"], rig.Events.OfType<SourceBlocked>().Select(one => one.By));
        Assert.Equal(["stuck"], rig.Events.OfType<SourceAlsoBlocked>().Select(one => one.By));
    }

    [Fact]
    public async Task Only_blocker_that_hangs_holds_the_list_up_for_a_second_and_is_told_of_when_it_comes()
    {
        await using var rig = new TeamRig();
        var stuck = rig.AddLane("stuck", new HangingBlocker());
        rig.Start(null);

        var asked = rig.BlockAsync(Blocks.Local("192.0.2.7"));
        await stuck.Entered.Soon();
        await Eventually.True(
            () =>
            {
                rig.Host.Time.Advance(TimeSpan.FromMilliseconds(250));
                return Task.FromResult(asked.IsCompleted);
            },
            () => "the list goes on");

        Assert.Equal(new BlockDecision.Refused(Refusal.NotTaken), await asked);
        Assert.Empty(rig.Events);
        stuck.Release();
        await Eventually.True(() => rig.Events.Count == 1, "it is told when it comes");
        Assert.Equal("stuck", Assert.IsType<SourceBlocked>(rig.Events[0]).By);
    }

    [Fact]
    public async Task Orders_are_carried_out_by_the_blockers_of_orders_and_local_blocks_by_the_others()
    {
        await using var rig = new TeamRig();
        var (orders, local) = (new RecordingBlocker(), new RecordingBlocker());
        rig.AddLane("orders", orders, new BlockerDuty(Local: false, Orders: true));
        rig.AddLane("local", local, new BlockerDuty(Local: true, Orders: false));
        rig.Start(null);
        var answer = new TaskCompletionSource<OrdersCarriedOut>(TaskCreationOptions.RunContinuationsAsynchronously);

        await rig.BlockAsync(Blocks.Local("192.0.2.7"));
        rig.Actor.Tell(new CarryOutOrders([new OrderedChange(Cidr.Parse("192.0.2.8"), Ordered("192.0.2.8")), new OrderedChange(Cidr.Parse("192.0.2.7"), Ordered("192.0.2.7"))], answer));

        Assert.Empty((await answer.Task.Soon()).Refused);
        await rig.StopAsync();
        Assert.Equal(["192.0.2.7", "192.0.2.8"], orders.InForce.Keys.Select(target => target.ToString()).Order());
        Assert.Equal(["192.0.2.7"], local.InForce.Keys.Select(target => target.ToString()));
    }

    [Fact]
    public async Task Order_lifts_what_a_lane_has_yet_to_put_into_force()
    {
        await using var rig = new TeamRig();
        var lane = rig.AddLane("lane", new RecordingBlocker { Failures = 1 });
        rig.Start(null);
        var answer = new TaskCompletionSource<OrdersCarriedOut>(TaskCreationOptions.RunContinuationsAsynchronously);
        await rig.BlockAsync(Blocks.Local("192.0.2.7"));

        rig.Actor.Tell(new CarryOutOrders([new OrderedChange(Cidr.Parse("192.0.2.7"), null)], answer));
        await answer.Task.Soon();
        rig.Host.Time.Advance(TimeSpan.FromMilliseconds(200));
        await rig.StopAsync();

        Assert.Equal(["block 192.0.2.7", "replace "], lane.Calls);
        Assert.Empty(lane.InForce);
    }

    [Fact]
    public async Task Snapshot_is_in_force_by_a_lane_when_it_is_answered()
    {
        await using var rig = new TeamRig();
        var lane = new RecordingBlocker();
        rig.AddLane("lane", lane);
        rig.Start(null);
        var answer = new TaskCompletionSource<OrdersCarriedOut>(TaskCreationOptions.RunContinuationsAsynchronously);

        rig.Actor.Tell(new EqualOrders([Ordered("192.0.2.8")], answer));

        Assert.Empty((await answer.Task.Soon()).Refused);
        await rig.StopAsync();
        Assert.Equal([Cidr.Parse("192.0.2.8")], lane.InForce.Keys);
    }

    [Fact]
    public async Task Block_ends_in_every_blocker()
    {
        await using var rig = new TeamRig();
        var (lane, prompt) = (new RecordingBlocker(), new RecordingBlocker());
        rig.AddLane("lane", lane);
        rig.Start(prompt);
        await rig.BlockAsync(Blocks.Order("192.0.2.7", TimeSpan.FromMinutes(1)));

        rig.Host.Time.Advance(TimeSpan.FromMinutes(1));
        rig.Actor.Tell(new ExpireBlocks());
        await rig.StopAsync();

        Assert.Empty(lane.InForce);
        Assert.Empty(prompt.InForce);
    }

    private static BlockRequest Ordered(string target) => new() { Target = Cidr.Parse(target), Origin = BlockOrigin.Coordinator, Duration = TimeSpan.FromHours(1) };

    private sealed class TeamRig : IAsyncDisposable
    {
        private readonly List<BlockerLane> _lanes = [];

        public ActorHost Host { get; } = new();

        public List<BlockEvent> Events { get; } = [];

        public ActorRef<BlockCommand> Actor { get; private set; } = null!;

        public T AddLane<T>(string name, T blocker, BlockerDuty? duty = null)
            where T : IBlocker
        {
            var actor = Host.Spawn<BlockerCommand>(() => new BlockerActor(blocker, taken => Actor.Tell(new BlocksTaken(name, taken)), new CollectingLogger<BlockerActor>()));
            _lanes.Add(new BlockerLane(name, actor, duty ?? BlockerDuty.All, blocker.Describe));
            return blocker;
        }

        public void Start(IBlocker? prompt)
        {
            var journal = Host.Spawn<JournalCommand>(() => new Ignoring());
            Actor = Host.Spawn<BlockCommand>(() => new BlockActor(
                new BlockBook(Blocks.Policy, Blocks.Protecting()), new BlockerTeam(prompt, _lanes), journal, static () => new HashSet<Address>(), Events.AddRange, new CollectingLogger<BlockActor>()));
        }

        public async Task<BlockDecision> BlockAsync(BlockRequest request)
        {
            var answer = new TaskCompletionSource<BlockDecision>(TaskCreationOptions.RunContinuationsAsynchronously);
            Actor.Tell(new BlockSource(request, answer));
            return await answer.Task.Soon();
        }

        /// <summary>Returns when all that lanes had to tell is told, and the actors have ended.</summary>
        public async Task StopAsync()
        {
            foreach (var lane in _lanes)
            {
                var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                lane.Actor.Tell(new PutInForce([], answer));
                await answer.Task.Soon();
            }

            await Host.StopAsync();
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        private sealed class Ignoring : Actor<JournalCommand>
        {
            public Ignoring() => Become(static _ => { });
        }
    }
}
