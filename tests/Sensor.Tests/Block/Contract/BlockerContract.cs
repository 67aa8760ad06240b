using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>What every blocker does, for real, on a host made of a network namespace.</summary>
public abstract class BlockerContract : IAsyncLifetime
{
    private const string V4 = "192.0.2.7";
    private const string V6 = "2001:db8::7";
    private static readonly TimeSpan ToolLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ShortLimit = TimeSpan.FromMilliseconds(300);

    private NetLab? _lab;

    /// <summary>The host it blocks on.</summary>
    protected NetHost Victim { get; private set; } = null!;

    /// <summary>A folder for what the test needs.</summary>
    protected TemporaryFolder Folder { get; } = new();

    /// <summary>How many sources it must hold at once.</summary>
    protected virtual int ManySources => 10_000;

    /// <summary>True when it takes networks, too.</summary>
    protected virtual bool TakesNetworks => true;

    /// <summary>True when it sees by itself what others changed, or can be looked at.</summary>
    protected virtual bool CanBeLookedAt => true;

    /// <summary>True when it can put back what others took away.</summary>
    protected virtual bool CanPutBack => true;

    /// <summary>True when it works by other programs.</summary>
    protected virtual bool UsesTools => true;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task InitializeAsync()
    {
        _lab = await NetLab.CreateAsync();
        Victim = await _lab.AddHostAsync("victim");
    }

    public async Task DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>The blocker, working by these tools.</summary>
    internal abstract IBlocker Make(Toolbox tools);

    /// <summary>The targets that are in force, as the host itself says.</summary>
    protected abstract Task<IReadOnlyCollection<string>> InForceAsync();

    /// <summary>Takes one target out as a person would.</summary>
    protected abstract Task RemoveByHandAsync(string target);

    /// <summary>Takes out everything, as another program might.</summary>
    protected abstract Task FlushAsync();

    [Fact]
    public async Task Both_families_are_blocked_and_lifted()
    {
        using var blocker = await MadeAsync();

        await blocker.BlockAsync([Of(V4), Of(V6)], Now, default);
        await AssertInForceAsync(V4, V6);

        await blocker.UnblockAsync([Cidr.Parse(V6)], Now, default);
        await AssertInForceAsync(V4);
        await blocker.UnblockAsync([Cidr.Parse(V4)], Now, default);
        await AssertInForceAsync();
        Assert.True(await blocker.HoldsAsync([], Now, default));
    }

    [Fact]
    public async Task Blocking_again_changes_nothing_but_the_end()
    {
        using var blocker = await MadeAsync();

        await blocker.BlockAsync([Of(V4), Of(V6)], Now, default);
        await blocker.BlockAsync([Of(V4, TimeSpan.FromDays(40)), Of("192.0.2.8", null)], Now, default);

        await AssertInForceAsync(V4, V6, "192.0.2.8");
        Assert.True(await blocker.HoldsAsync([Of(V4), Of(V6), Of("192.0.2.8")], Now, default));
    }

    [Fact]
    public async Task Lifting_what_is_not_blocked_is_no_failure()
    {
        using var blocker = await MadeAsync();

        await blocker.UnblockAsync([Cidr.Parse(V4), Cidr.Parse(V6)], Now, default);
        await AssertInForceAsync();
        await blocker.BlockAsync([Of(V4), Of(V6)], Now, default);
        await blocker.UnblockAsync([Cidr.Parse("192.0.2.99")], Now, default);

        await AssertInForceAsync(V4, V6);
    }

    [Fact]
    public async Task Networks_are_blocked_where_that_can_be()
    {
        using var blocker = await MadeAsync();

        await blocker.BlockAsync([Of("203.0.113.0/24"), Of("2001:db8:1::/64"), Of(V4)], Now, default);

        await AssertInForceAsync(TakesNetworks ? ["203.0.113.0/24", "2001:db8:1::/64", V4] : [V4]);
        await blocker.UnblockAsync([Cidr.Parse("203.0.113.0/24"), Cidr.Parse("2001:db8:1::/64")], Now, default);
        await AssertInForceAsync(V4);
    }

    [Fact]
    public async Task What_is_in_force_is_made_equal_to_a_list()
    {
        using var blocker = await MadeAsync();
        await blocker.BlockAsync([Of(V4), Of(V6)], Now, default);

        await blocker.ReplaceAsync([Of(V6), Of("192.0.2.8")], Now, default);

        await AssertInForceAsync(V6, "192.0.2.8");
        await blocker.ReplaceAsync([], Now, default);
        await AssertInForceAsync();
    }

    [Fact]
    public async Task Another_blocker_of_the_kind_takes_over_what_the_first_left()
    {
        using (var first = await MadeAsync())
            await first.BlockAsync([Of(V4), Of(V6)], Now, default);
        await AssertInForceAsync(V4, V6);

        using var second = Make(Tools());
        await second.ReplaceAsync([Of(V4)], Now, default);

        await AssertInForceAsync(V4);
        await second.UnblockAsync([Cidr.Parse(V4)], Now, default);
        await AssertInForceAsync();
    }

    [Fact]
    public async Task Many_sources_are_held()
    {
        using var blocker = await MadeAsync();
        List<BlockEntry> many = [.. Enumerable.Range(0, ManySources).Select(number => Of(number % 2 == 0 ? $"10.1.{number / 256}.{number % 256}" : $"2001:db8::{number:x}"))];

        await blocker.ReplaceAsync(many, Now, default);
        Assert.Equal(ManySources, (await InForceAsync()).Count);
        await blocker.BlockAsync([Of(V4)], Now, default);
        await blocker.UnblockAsync([many[0].Target, many[1].Target], Now, default);

        Assert.Equal(ManySources - 1, (await InForceAsync()).Count);
        await blocker.ReplaceAsync([Of(V4)], Now, default);
        await AssertInForceAsync(V4);
    }

    [Fact]
    public async Task Block_ends_when_its_time_is_over()
    {
        await using var team = new TeamRig(Make(Tools()));

        await team.BlockAsync(V4, TimeSpan.FromSeconds(2));
        await team.BlockAsync(V6, TimeSpan.FromSeconds(2));
        await team.BlockAsync("192.0.2.8", TimeSpan.FromDays(1));

        await Eventually.True(async () => (await InForceAsync()).SequenceEqual(["192.0.2.8"]), () => "the blocks of two seconds end, and no other");
    }

    [Fact]
    public async Task What_was_taken_away_by_hand_is_noticed_and_put_back()
    {
        using var blocker = await MadeAsync();
        List<BlockEntry> blocks = [Of(V4), Of("192.0.2.8"), Of(V6)];
        await blocker.BlockAsync(blocks, Now, default);
        Assert.True(await blocker.HoldsAsync(blocks, Now, default));

        await RemoveByHandAsync(V4);

        Assert.Equal(!CanBeLookedAt, await blocker.HoldsAsync(blocks, Now, default));
        await blocker.ReplaceAsync(blocks, Now, default);
        await AssertInForceAsync(CanPutBack ? [V4, "192.0.2.8", V6] : ["192.0.2.8", V6]);
    }

    [Fact]
    public async Task What_was_taken_away_by_hand_can_be_lifted()
    {
        using var blocker = await MadeAsync();
        await blocker.BlockAsync([Of(V4), Of("192.0.2.8"), Of(V6)], Now, default);
        await RemoveByHandAsync(V4);

        await blocker.UnblockAsync([Cidr.Parse(V4)], Now, default);

        await AssertInForceAsync("192.0.2.8", V6);
    }

    [Fact]
    public async Task What_another_program_flushed_is_noticed_and_put_back()
    {
        using var blocker = await MadeAsync();
        List<BlockEntry> blocks = [Of(V4), Of(V6)];
        await blocker.BlockAsync(blocks, Now, default);

        await FlushAsync();

        await AssertInForceAsync();
        Assert.Equal(!CanBeLookedAt, await blocker.HoldsAsync(blocks, Now, default));
        await blocker.ReplaceAsync(blocks, Now, default);
        await AssertInForceAsync(CanPutBack ? [V4, V6] : []);
    }

    [Fact]
    public async Task Tool_that_is_missing_is_a_failure_that_says_so()
    {
        if (!UsesTools)
            return;

        using var blocker = Make(new Toolbox([Folder.Name], ToolLimit, TimeProvider.System));

        Assert.Contains("not installed", (await Assert.ThrowsAsync<BlockerException>(() => FullyAsync(blocker))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_that_hangs_is_killed_and_is_a_failure_and_the_next_attempt_succeeds()
    {
        if (!UsesTools)
            return;

        var tools = new FakeTools(Folder["hanging"], "sleep 1000 & sleep 1000");
        using var blocker = Make(new Toolbox([tools.Folder], ShortLimit, TimeProvider.System));
        Assert.Contains("took too long", (await Assert.ThrowsAsync<BlockerException>(() => FullyAsync(blocker))).Message, StringComparison.Ordinal);

        using var later = Make(Tools());
        await later.ReplaceAsync([Of(V4)], Now, default);
        await AssertInForceAsync(V4);
    }

    /// <summary>The host's own tools, run on it.</summary>
    private protected Toolbox Tools() =>
        new([new FakeTools(Folder["tools"], $"exec ip netns exec {Victim.Name} /usr/sbin/$(basename \"$0\") \"$@\"", "exec /bin/cp \"$@\"").Folder], ToolLimit, TimeProvider.System);

    private static async Task FullyAsync(IBlocker blocker)
    {
        await blocker.ReplaceAsync([Of(V4)], Now, default);
        await blocker.BlockAsync([Of("192.0.2.8")], Now, default);
    }

    private async Task<IBlocker> MadeAsync()
    {
        var blocker = Make(Tools());
        Assert.Empty(await blocker.ReplaceAsync([], Now, default));
        return blocker;
    }

    private async Task AssertInForceAsync(params string[] targets) =>
        Assert.Equal(targets.Order(StringComparer.Ordinal), (await InForceAsync()).Order(StringComparer.Ordinal));

    private static BlockEntry Of(string target) => Of(target, TimeSpan.FromHours(1));

    private static BlockEntry Of(string target, TimeSpan? length) => new()
    {
        Target = Cidr.Parse(target),
        Origin = BlockOrigin.Local,
        Since = Now,
        Until = Now + length,
    };

    /// <summary>A block actor with this blocker alone, in the system's time.</summary>
    private sealed class TeamRig : IAsyncDisposable
    {
        private readonly Supervisor _supervisor = new(TimeProvider.System, NullLogger<Supervisor>.Instance);
        private readonly ActorRef<BlockCommand> _blocks;
        private readonly IBlocker _blocker;

        public TeamRig(IBlocker blocker)
        {
            _blocker = blocker;
            var journal = _supervisor.Spawn("journal", new Mailbox<JournalCommand>(16), () => new Ignoring());
            ActorRef<BlockCommand>? blocks = null;
            var actor = _supervisor.Spawn(
                "lane", new Mailbox<BlockerCommand>(16), () => new BlockerActor(blocker, taken => blocks!.Tell(new BlocksTaken(blocker.Name, taken)), NullLogger<BlockerActor>.Instance));
            var team = new BlockerTeam(null, [new BlockerLane(blocker.Name, actor, BlockerDuty.All, blocker.Describe)]);
            _blocks = blocks = _supervisor.Spawn("block", new Mailbox<BlockCommand>(16), () => new BlockActor(
                new BlockBook(Blocks.Policy, Blocks.Protecting()), team, journal, static () => new HashSet<Address>(), static _ => { }, NullLogger<BlockActor>.Instance));
            actor.Tell(new HoldExactly([], new TaskCompletionSource<bool>()));
        }

        public async Task BlockAsync(string target, TimeSpan length)
        {
            var answer = new TaskCompletionSource<BlockDecision>(TaskCreationOptions.RunContinuationsAsynchronously);
            _blocks.Tell(new BlockSource(Blocks.Order(target, length), answer));
            // Where the tool takes longer than the actor waits, the answer is that it is not in force yet.
            var decision = await answer.Task.Soon();
            Assert.True(decision is BlockDecision.Added or BlockDecision.Refused { Why: Refusal.NotTaken }, $"{decision}");
        }

        public async ValueTask DisposeAsync()
        {
            await _supervisor.StopAsync(TimeSpan.FromSeconds(10));
            _supervisor.Dispose();
            _blocker.Dispose();
        }

        private sealed class Ignoring : Actor<JournalCommand>
        {
            public Ignoring() => Become(static _ => { });
        }
    }
}
