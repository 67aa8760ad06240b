using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Block;

public sealed class BlockActorTests
{
    private static readonly TimeSpan RestoreAfter = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Blocks_that_wait_go_into_force_in_one_transaction()
    {
        await using var rig = new BlockRig();

        rig.TellTogether([.. Enumerable.Range(1, 5).Select(i => new BlockSource(Blocks.Local($"192.0.2.{i}")))]);
        await rig.StopAsync();

        Assert.Equal(["block 192.0.2.1 192.0.2.2 192.0.2.3 192.0.2.4 192.0.2.5"], rig.Blocker.Calls);
        Assert.Equal(5, rig.Events.OfType<SourceBlocked>().Count());
        Assert.Equal(5, Assert.IsType<AppendToJournal>(Assert.Single(rig.Journal)).Entries.Count);
    }

    [Fact]
    public async Task Transaction_has_a_bound()
    {
        await using var rig = new BlockRig(Blocks.Policy with { MaxBlocks = 10_000, MaxPerMinute = 10_000 });

        rig.TellTogether([.. Enumerable.Range(0, 1010).Select(i => new BlockSource(Blocks.Local($"10.0.{i / 256}.{i % 256}")))]);
        await rig.StopAsync();

        Assert.Equal([1000, 10], rig.Blocker.Calls.Select(call => call.Count(letter => letter == ' ')));
    }

    [Fact]
    public async Task Answer_comes_when_the_block_is_in_force()
    {
        await using var rig = new BlockRig();

        var decision = await rig.BlockAsync(Blocks.Order("192.0.2.7", TimeSpan.FromHours(2)));

        var block = Assert.IsType<BlockDecision.Added>(decision).Block;
        Assert.Equal(Blocks.Now.AddHours(2), block.Until);
        Assert.Equal(block.Until, rig.Blocker.InForce[block.Target]);
        await rig.StopAsync();
        Assert.Equal([new SourceBlocked(block, "block 192.0.2.7", Blocks.Now) { By = "recording" }], rig.Events);
    }

    [Fact]
    public async Task Refusal_is_answered_and_told_and_nothing_done()
    {
        await using var rig = new BlockRig();
        rig.Actor.Tell(new UseProtection(Blocks.Protecting("192.0.2.0/24")));

        var decision = await rig.BlockAsync(Blocks.Order("192.0.2.7"));

        var refused = new BlockDecision.Refused(Refusal.Protected, ProtectionReason.Ignored);
        await rig.StopAsync();
        Assert.Equal(refused, decision);
        Assert.Equal([new BlockRefused(Blocks.Order("192.0.2.7"), refused, Blocks.Now)], rig.Events);
        Assert.Empty(rig.Blocker.Calls);
        Assert.Empty(rig.Journal);
    }

    [Fact]
    public async Task Unblocking_frees_and_says_what_was_freed()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"), Blocks.Of("192.0.2.8"), Blocks.Of("203.0.113.1"));

        var freed = await rig.UnblockAsync("192.0.2.0/24");

        await rig.StopAsync();
        Assert.Equal(["192.0.2.7", "192.0.2.8"], freed.Select(target => target.ToString()).Order());
        Assert.Equal([FreedReason.Lifted, FreedReason.Lifted], rig.Events.Cast<SourceFreed>().Select(event_ => event_.Why));
        Assert.True(Assert.IsType<AppendToJournal>(Assert.Single(rig.Journal)).Entries.All(entry => entry.Lifted && !entry.Forgotten));
        Assert.Equal([Blocks.Restored("203.0.113.1")], rig.Book.Blocks);
    }

    [Fact]
    public async Task Unblocking_of_what_is_not_blocked_frees_nothing()
    {
        await using var rig = new BlockRig();

        Assert.Empty(await rig.UnblockAsync("192.0.2.7"));
        await rig.StopAsync();
        Assert.Empty(rig.Blocker.Calls);
    }

    [Fact]
    public async Task Unblocking_all_frees_all()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"), Blocks.Of("10.0.0.0/8"));
        var answer = new TaskCompletionSource<IReadOnlyList<Cidr>>();

        rig.Actor.Tell(new UnblockAll(answer));

        Assert.Equal(2, (await answer.Task.Soon()).Count);
        await rig.StopAsync();
        Assert.Empty(rig.Book.Blocks);
    }

    [Fact]
    public async Task Unblocking_comes_after_the_blocks_that_were_asked_before_it()
    {
        await using var rig = new BlockRig();

        rig.TellTogether(new BlockSource(Blocks.Local("192.0.2.7")), new UnblockSource(Cidr.Parse("192.0.2.7")));
        await rig.StopAsync();

        Assert.Equal(["block 192.0.2.7", "unblock 192.0.2.7"], rig.Blocker.Calls);
        Assert.Empty(rig.Blocker.InForce);
    }

    [Fact]
    public async Task Block_ends_when_its_time_is_over()
    {
        await using var rig = new BlockRig();
        await rig.BlockAsync(Blocks.Order("192.0.2.7", TimeSpan.FromMinutes(5)));
        await rig.BlockAsync(Blocks.Order("192.0.2.8", TimeSpan.FromMinutes(9)));

        rig.Host.Time.Advance(TimeSpan.FromMinutes(5));
        var left = await rig.ListAsync();

        await rig.StopAsync();
        Assert.Equal([Cidr.Parse("192.0.2.8")], left.Select(block => block.Target));
        Assert.Equal(FreedReason.Ended, Assert.Single(rig.Events.OfType<SourceFreed>()).Why);
        Assert.Equal([Cidr.Parse("192.0.2.8")], rig.Blocker.InForce.Keys);
    }

    [Fact]
    public async Task Restored_block_ends_when_its_time_is_over()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"));
        await rig.Host.Time.TimerDueIn(TimeSpan.FromHours(1)).Soon();

        rig.Host.Time.Advance(TimeSpan.FromHours(1));

        Assert.Empty(await rig.ListAsync());
    }

    [Fact]
    public async Task Failed_transaction_is_made_good_by_a_replacement_and_told_once_a_minute()
    {
        await using var rig = new BlockRig();
        rig.Blocker.Failures = 3;

        await rig.BlockAsync(Blocks.Order("192.0.2.7"));
        // Each try waits twice as long as the one before it.
        foreach (var wait in new[] { RestoreAfter, RestoreAfter * 2, RestoreAfter * 4 })
        {
            await rig.Host.Time.TimerDueIn(wait).Soon();
            rig.Host.Time.Advance(wait);
            await rig.ListAsync();
        }

        await rig.StopAsync();

        Assert.Equal(["block 192.0.2.7", "replace 192.0.2.7", "replace 192.0.2.7", "replace 192.0.2.7"], rig.Blocker.Calls);
        Assert.Equal([Cidr.Parse("192.0.2.7")], rig.Blocker.InForce.Keys);
        Assert.Equal([5001], rig.Log.Ids);
    }

    [Fact]
    public async Task Block_is_announced_when_it_is_in_force_and_not_before()
    {
        await using var rig = new BlockRig();
        rig.Blocker.Failures = 1;
        await rig.BlockAsync(Blocks.Order("192.0.2.7"));
        var (announcedBefore, blockBefore) = (rig.Events.Count, Assert.Single(await rig.ListAsync()));

        await rig.Host.Time.TimerDueIn(RestoreAfter).Soon();
        rig.Host.Time.Advance(RestoreAfter);
        var block = Assert.Single(await rig.ListAsync());
        await rig.StopAsync();

        Assert.Equal((0, null), (announcedBefore, blockBefore.InForceAt));
        Assert.Equal(Blocks.Now + RestoreAfter, block.InForceAt);
        Assert.Equal(Blocks.Now + RestoreAfter, Assert.IsType<SourceBlocked>(Assert.Single(rig.Events)).At);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Clock_that_is_set_moves_the_end_of_a_block_with_it(int minutes)
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"));
        var before = Assert.Single(await rig.ListAsync()).Until;

        rig.Host.Time.SetClock(TimeSpan.FromMinutes(minutes));
        var after = Assert.Single(await rig.ListAsync()).Until;
        await rig.StopAsync();

        Assert.Equal(before + TimeSpan.FromMinutes(minutes), after);
        Assert.Contains(5003, rig.Log.Ids);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Block_that_waits_while_the_clock_is_set_goes_into_force_for_as_long_as_it_was_meant_to(int minutes)
    {
        await using var rig = new BlockRig();
        rig.Actor.Tell(new UseProtection(Blocks.Protecting("203.0.113.0/24")));
        var set = TimeSpan.FromMinutes(minutes);
        rig.WhenRefused = () => rig.Host.Time.SetClock(set);

        rig.TellTogether([.. new[] { "192.0.2.7", "203.0.113.1", "192.0.2.8" }.Select(source => new BlockSource(Blocks.Local(source)))]);
        await rig.StopAsync();

        Assert.Equal([Blocks.Now.AddHours(1) + set, Blocks.Now.AddHours(1) + set], rig.Blocker.InForce.Values);
    }

    [Fact]
    public async Task Word_lost_of_the_firewall_accuses_nobody_unless_a_stranger_is_found()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"));

        rig.Actor.Tell(new RestoreFirewall(RestoreCause.Doubt));
        await rig.ListAsync();
        rig.Host.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.ListAsync();
        await rig.StopAsync();

        Assert.Equal(["replace 192.0.2.7"], rig.Blocker.Calls);
        Assert.Empty(rig.Log.Ids);
    }

    [Fact]
    public async Task Operator_hears_that_the_firewall_did_not_take_a_block()
    {
        await using var rig = new BlockRig();
        rig.Blocker.Failures = int.MaxValue;

        var decision = await rig.BlockAsync(Blocks.Order("192.0.2.7"));

        Assert.Equal(new BlockDecision.Refused(Refusal.NotTaken), decision);
    }

    [Fact]
    public async Task Source_that_holds_a_connection_is_blocked_though_forged_ones_fill_the_list()
    {
        await using var rig = new BlockRig(Blocks.Policy with { MaxBlocks = 2 });
        rig.Peers.Add(Address.Parse("192.0.2.7"));

        await rig.BlockAsync(Blocks.Local("203.0.113.1"));
        var refused = await rig.BlockAsync(Blocks.Local("203.0.113.2"));
        var proven = await rig.BlockAsync(Blocks.Local("192.0.2.7"));

        Assert.Equal(new BlockDecision.Refused(Refusal.Full), refused);
        Assert.True(Assert.IsType<BlockDecision.Added>(proven).Block.Proven);
    }

    [Fact]
    public async Task Failure_that_lasts_is_told_again_after_a_minute()
    {
        await using var rig = new BlockRig();
        rig.Blocker.Failures = int.MaxValue;
        await rig.BlockAsync(Blocks.Order("192.0.2.7"));
        await rig.BlockAsync(Blocks.Order("192.0.2.8"));
        var before = rig.Log.Ids;

        await Eventually.True(
            () =>
            {
                rig.Host.Time.Advance(TimeSpan.FromMinutes(1));
                return rig.Log.Ids.Count > 1;
            },
            "it is told again");
        await rig.StopAsync();

        Assert.Equal([5001], before);
        Assert.All(rig.Log.Ids, id => Assert.Equal(5001, id));
    }

    [Fact]
    public async Task Table_changed_by_others_again_and_again_is_restored_at_once_and_told_once()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"));
        rig.Blocker.InForce[Cidr.Parse("203.0.113.9")] = null;

        rig.TellTogether(new RestoreFirewall(RestoreCause.Others), new RestoreFirewall(RestoreCause.Others));
        await rig.Host.Time.TimerDueIn(TimeSpan.FromMilliseconds(50)).Soon();
        rig.Host.Time.Advance(TimeSpan.FromMilliseconds(50));
        await rig.StopAsync();

        Assert.Equal(["replace 192.0.2.7"], rig.Blocker.Calls);
        Assert.Equal([Cidr.Parse("192.0.2.7")], rig.Blocker.InForce.Keys);
        Assert.Contains("203.0.113.9", Assert.Single(rig.Log.Lines).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Protection_that_grows_lifts_blocks()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"), Blocks.Of("203.0.113.1"));

        rig.Actor.Tell(new UseProtection(Blocks.Protecting("192.0.2.0/24")));
        await rig.StopAsync();

        Assert.Equal(["unblock 192.0.2.7"], rig.Blocker.Calls);
        Assert.Equal([new SourceFreed(Blocks.Restored("192.0.2.7"), FreedReason.Protected, Blocks.Now)], rig.Events);
    }

    [Fact]
    public async Task Retracted_block_is_lifted_and_forgotten()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"));

        rig.Actor.Tell(new RetractBlock(Cidr.Parse("192.0.2.7"), Address.Parse("192.0.2.7")));
        await rig.StopAsync();

        Assert.Equal([new SourceFreed(Blocks.Restored("192.0.2.7"), FreedReason.Retracted, Blocks.Now)], rig.Events);
        Assert.True(Assert.IsType<AppendToJournal>(Assert.Single(rig.Journal)).Entries.Single() is { Lifted: true, Forgotten: true });
    }

    [Fact]
    public async Task Block_of_a_source_whose_prefix_holds_a_protected_address_is_retracted_as_well()
    {
        await using var rig = new BlockRig();
        rig.Actor.Tell(new UseProtection(Blocks.Protecting("2001:db8::53")));
        await rig.BlockAsync(Blocks.Local("2001:db8::/64") with { Alarm = Blocks.WithAlarm("2001:db8::66").Alarm });

        rig.Actor.Tell(new RetractBlock(Cidr.Parse("2001:db8::/64"), Address.Parse("2001:db8::66")));
        await rig.StopAsync();

        Assert.Equal(["block 2001:db8::66", "unblock 2001:db8::66"], rig.Blocker.Calls);
    }

    [Fact]
    public async Task Order_is_not_retracted()
    {
        var order = Blocks.Of("192.0.2.7") with { Origin = BlockOrigin.Operator };
        await using var rig = new BlockRig(null, order);

        rig.Actor.Tell(new RetractBlock(order.Target, order.Target.Base));

        Assert.Equal([order.Target], (await rig.ListAsync()).Select(block => block.Target));
    }

    [Fact]
    public async Task Source_that_holds_a_connection_is_blocked_as_long_as_a_proven_one()
    {
        await using var rig = new BlockRig();
        rig.Peers.Add(Address.Parse("192.0.2.7"));
        rig.Peers.Add(Address.Parse("2001:db8::99"));

        rig.TellTogether(new BlockSource(Blocks.Local("192.0.2.7")), new BlockSource(Blocks.Local("192.0.2.8")), new BlockSource(Blocks.Local("2001:db8::/64")));
        var blocks = await rig.ListAsync();

        Assert.Equal(
            [("192.0.2.7", true, 24.0), ("192.0.2.8", false, 1.0), ("2001:db8::/64", true, 24.0)],
            blocks.Select(block => (block.Target.ToString(), block.Proven, (block.Until - block.Since)!.Value.TotalHours)).Order());
        await rig.StopAsync();
        Assert.Equal(["block 192.0.2.7 192.0.2.8 2001:db8::/64", "block 192.0.2.7 2001:db8::/64"], rig.Blocker.Calls);
        Assert.Equal(Blocks.Now.AddHours(24), rig.Blocker.InForce[Cidr.Parse("192.0.2.7")]);
    }

    [Fact]
    public async Task Block_that_gives_way_is_lifted()
    {
        await using var rig = new BlockRig(Blocks.Policy with { MaxBlocks = 2 });
        await rig.BlockAsync(Blocks.Local("192.0.2.1"));
        await rig.BlockAsync(Blocks.Order("192.0.2.2"));

        await rig.BlockAsync(Blocks.Order("192.0.2.3"));

        await rig.StopAsync();
        Assert.Equal(FreedReason.GaveWay, Assert.Single(rig.Events.OfType<SourceFreed>()).Why);
        Assert.Equal(["192.0.2.2", "192.0.2.3"], rig.Blocker.InForce.Keys.Select(target => target.ToString()).Order());
    }

    [Fact]
    public async Task Block_that_gave_way_and_was_ordered_anew_at_once_is_in_force()
    {
        await using var rig = new BlockRig(Blocks.Policy with { MaxBlocks = 4 }, Blocks.Of("192.0.2.1"), Blocks.Of("192.0.2.2", 2), Order("192.0.2.3"), Order("192.0.2.4"));

        rig.TellTogether(new BlockSource(Blocks.Order("192.0.2.5")), new BlockSource(Blocks.Order("192.0.2.1")));
        var blocks = await rig.ListAsync();
        await rig.StopAsync();

        Assert.Contains(Cidr.Parse("192.0.2.1"), blocks.Select(block => block.Target));
        Assert.Contains(Cidr.Parse("192.0.2.1"), rig.Blocker.InForce.Keys);
        Assert.Equal([Cidr.Parse("192.0.2.2")], rig.Events.OfType<SourceFreed>().Select(freed => freed.Block.Target));
    }

    [Fact]
    public async Task Source_asked_for_twice_at_once_stands_once_in_the_transaction()
    {
        await using var rig = new BlockRig();

        // nft refuses a transaction that deletes an element twice.
        rig.TellTogether(new BlockSource(Blocks.Local("192.0.2.7")), new BlockSource(Blocks.Order("192.0.2.7", TimeSpan.FromHours(5))));
        await rig.StopAsync();

        Assert.Equal(["block 192.0.2.7"], rig.Blocker.Calls);
        Assert.Equal(Blocks.Now.AddHours(5), rig.Blocker.InForce[Cidr.Parse("192.0.2.7")]);
    }

    [Fact]
    public async Task Policy_that_changes_counts_for_the_next_block()
    {
        await using var rig = new BlockRig();
        rig.Actor.Tell(new UsePolicy(Blocks.Policy with { Unproven = TimeSpan.FromMinutes(7) }));

        var decision = await rig.BlockAsync(Blocks.Local("192.0.2.7"));

        Assert.Equal(Blocks.Now.AddMinutes(7), Assert.IsType<BlockDecision.Added>(decision).Block.Until);
    }

    [Fact]
    public async Task Journal_that_asks_gets_the_whole_list()
    {
        await using var rig = new BlockRig(null, Blocks.Of("192.0.2.7"));

        rig.Actor.Tell(new RewriteJournal());
        await rig.StopAsync();

        Assert.Equal([Blocks.Restored("192.0.2.7")], Assert.IsType<WriteJournalAnew>(Assert.Single(rig.Journal)).Blocks);
    }

    private static BlockEntry Order(string target) => Blocks.Of(target) with { Origin = BlockOrigin.Operator };
}
