using PortSentry.Sensor.Decide;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using BlockEntry = PortSentry.Sensor.Decide.Block;

namespace PortSentry.Sensor.Tests.Decide;

public sealed class BlockBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private static readonly Cidr Source = Cidr.Parse("192.0.2.7");

    private static readonly BlockPolicy Policy = new()
    {
        Proven = TimeSpan.FromHours(24),
        Unproven = TimeSpan.FromHours(1),
        Longest = TimeSpan.FromDays(24),
        MaxBlocks = 4,
        MaxPerMinute = 10,
    };

    private readonly BlockBook _book = new(Policy, NobodyProtected());

    [Fact]
    public void New_block_holds_all_that_was_asked()
    {
        var alarm = new Alarm(Source.Base, "stcp", ScanKind.Syn, 111, Now, Now);

        var decision = _book.Decide(Local(Source) with { Reason = "why", Alarm = alarm }, Now);

        var block = new BlockEntry { Target = Source, Origin = BlockOrigin.Local, Since = Now, Until = Now.AddHours(1), Reason = "why", Alarm = alarm };
        Assert.Equal(new BlockDecision.Added(block, GaveWay: null), decision);
        Assert.Equal(block, _book.Find(Source));
        Assert.Equal([block], _book.Blocks);
    }

    [Theory]
    [InlineData(BlockOrigin.Local, false, null, 1.0)]
    [InlineData(BlockOrigin.Local, true, null, 24.0)]
    [InlineData(BlockOrigin.Operator, false, null, 24.0)]
    [InlineData(BlockOrigin.Coordinator, false, null, 24.0)]
    [InlineData(BlockOrigin.Operator, false, 2.0, 2.0)]
    [InlineData(BlockOrigin.Operator, false, 0.0, null)]
    public void Duration_is_the_one_asked_for_or_the_policys(BlockOrigin origin, bool proven, double? asked, double? hours)
    {
        var request = new BlockRequest { Target = Source, Origin = origin, Proven = proven, Duration = asked is { } h ? TimeSpan.FromHours(h) : null };

        _book.Decide(request, Now);

        Assert.Equal(hours is { } expected ? Now.AddHours(expected) : null, _book.Find(Source)!.Until);
    }

    [Fact]
    public void Block_made_while_the_clock_was_ahead_lasts_as_long_as_it_was_meant_to()
    {
        var ahead = Now.AddYears(56);

        _book.Restore(new BlockEntry { Target = Source, Origin = BlockOrigin.Local, Since = ahead, Until = ahead.AddHours(1) }, Now);

        Assert.Equal((Now, Now.AddHours(1)), (_book.Find(Source)!.Since, _book.Find(Source)!.Until));
    }

    [Fact]
    public void Protected_target_is_refused_with_the_reason()
    {
        _book.Protection = Protecting("192.0.2.0/24");

        Assert.Equal(new BlockDecision.Refused(Refusal.Protected, ProtectionReason.Ignored), _book.Decide(Order(Source), Now));
        Assert.Empty(_book.Blocks);
    }

    [Fact]
    public void Source_blocked_as_long_already_stays_as_it_is()
    {
        var first = Added(_book.Decide(Local(Source), Now));

        Assert.Equal(new BlockDecision.Unchanged(first), _book.Decide(Local(Source), Now));
    }

    [Fact]
    public void Later_alarm_prolongs_a_block_without_counting_it_again()
    {
        _book.Decide(Local(Source), Now);

        var block = Added(_book.Decide(Local(Source), Now.AddMinutes(30)));

        Assert.Equal((1, Now, Now.AddMinutes(90)), (block.Times, block.Since, block.Until));
    }

    [Fact]
    public void Alarm_does_not_shorten_a_block_for_ever()
    {
        _book.Decide(Order(Source) with { Duration = TimeSpan.Zero }, Now);

        Assert.IsType<BlockDecision.Unchanged>(_book.Decide(Local(Source), Now));
    }

    [Fact]
    public void Operator_may_shorten_a_block()
    {
        _book.Decide(Local(Source) with { Proven = true }, Now);

        var block = Added(_book.Decide(Order(Source) with { Duration = TimeSpan.FromMinutes(5) }, Now));

        Assert.Equal((BlockOrigin.Operator, Now.AddMinutes(5)), (block.Origin, block.Until));
    }

    [Fact]
    public void Proven_source_that_comes_again_is_blocked_twice_as_long()
    {
        var now = Now;
        List<double> hours = [];
        for (var i = 0; i < 7; i++)
        {
            var block = Added(_book.Decide(Local(Source) with { Proven = true }, now));
            hours.Add((block.Until - block.Since)!.Value.TotalHours);
            now = block.Until!.Value;
            Assert.Equal([block], _book.Expire(now));
        }

        Assert.Equal([24, 48, 96, 192, 384, 576, 576], hours);
    }

    [Fact]
    public void Unproven_source_that_comes_again_is_counted_and_blocked_no_longer()
    {
        _book.Decide(Local(Source), Now);
        _book.Expire(Now.AddHours(1));

        var block = Added(_book.Decide(Local(Source), Now.AddHours(1)));

        Assert.Equal((2, Now.AddHours(2)), (block.Times, block.Until));
    }

    [Fact]
    public void Retracted_block_counts_as_never_made()
    {
        _book.Decide(Local(Source), Now);

        Assert.Single(_book.Retract(Source, Source.Base));
        Assert.Empty(_book.Retract(Source, Source.Base));
        Assert.Equal(1, Added(_book.Decide(Local(Source), Now)).Times);
    }

    [Fact]
    public void Expire_takes_out_what_is_over_and_NextEnd_is_the_earliest_that_is_left()
    {
        _book.Decide(Order(Host(1)) with { Duration = TimeSpan.FromMinutes(10) }, Now);
        _book.Decide(Order(Host(2)) with { Duration = TimeSpan.FromMinutes(5) }, Now);
        _book.Decide(Order(Host(3)) with { Duration = TimeSpan.Zero }, Now);
        var first = _book.NextEnd;

        var ended = _book.Expire(Now.AddMinutes(5));

        Assert.Equal([Host(2)], ended.Select(block => block.Target));
        Assert.Equal((Now.AddMinutes(5), Now.AddMinutes(10)), (first, _book.NextEnd));
        _book.Expire(Now.AddYears(100));
        Assert.Null(_book.NextEnd);
        Assert.Equal([Host(3)], _book.Blocks.Select(block => block.Target));
    }

    [Fact]
    public void Unproven_blocks_fill_half_of_the_list()
    {
        var decisions = Enumerable.Range(1, 3).Select(i => _book.Decide(Local(Host(i)), Now)).ToList();

        Assert.Equal(2, _book.Blocks.Count);
        Assert.Equal(new BlockDecision.Refused(Refusal.Full), decisions[2]);
    }

    [Fact]
    public void Unproven_block_finds_no_room_in_a_list_full_of_others()
    {
        for (var i = 1; i <= 4; i++)
            _book.Decide(Order(Host(i)), Now);

        Assert.Equal(new BlockDecision.Refused(Refusal.Full), _book.Decide(Local(Host(5)), Now));
        Assert.Equal(4, _book.Blocks.Count);
    }

    [Fact]
    public void Order_takes_the_place_of_the_unproven_block_that_ends_soonest()
    {
        _book.Decide(Local(Host(1)), Now.AddMinutes(1));
        var soonest = Added(_book.Decide(Local(Host(2)), Now));
        _book.Decide(Order(Host(3)), Now);
        _book.Decide(Order(Host(4)), Now);

        var decision = Assert.IsType<BlockDecision.Added>(_book.Decide(Order(Host(5)), Now));

        Assert.Equal(soonest, decision.GaveWay);
        Assert.Equal([Host(1), Host(3), Host(4), Host(5)], _book.Blocks.Select(block => block.Target).Order());
    }

    [Fact]
    public void Order_finds_no_room_where_nothing_may_give_way()
    {
        for (var i = 1; i <= 4; i++)
            _book.Decide(Local(Host(i)) with { Proven = true }, Now);

        Assert.Equal(new BlockDecision.Refused(Refusal.Full), _book.Decide(Order(Host(5)), Now));
    }

    [Fact]
    public void Local_blocks_beyond_the_rate_are_refused_until_the_next_minute_and_orders_are_not()
    {
        var book = new BlockBook(Policy with { MaxBlocks = 100, MaxPerMinute = 2 }, NobodyProtected());
        book.Decide(Local(Host(1)), Now);
        book.Decide(Local(Host(2)), Now);

        Assert.Equal(new BlockDecision.Refused(Refusal.TooFast), book.Decide(Local(Host(3)), Now.AddSeconds(59)));
        Assert.IsType<BlockDecision.Added>(book.Decide(Order(Host(4)), Now.AddSeconds(59)));
        Assert.IsType<BlockDecision.Added>(book.Decide(Local(Host(3)), Now.AddSeconds(60)));
    }

    [Fact]
    public void Orders_do_not_use_up_the_rate_of_local_blocks()
    {
        var book = new BlockBook(Policy with { MaxBlocks = 100, MaxPerMinute = 2 }, NobodyProtected());
        book.Decide(Local(Host(1)), Now);
        for (var i = 10; i < 20; i++)
            book.Decide(Order(Host(i)), Now);

        Assert.IsType<BlockDecision.Added>(book.Decide(Local(Host(2)), Now.AddSeconds(1)));
    }

    [Fact]
    public void Rate_begins_anew_when_the_clock_is_set_back()
    {
        var book = new BlockBook(Policy with { MaxPerMinute = 1 }, NobodyProtected());
        book.Decide(Local(Host(1)), Now);

        Assert.IsType<BlockDecision.Added>(book.Decide(Local(Host(2)), Now.AddHours(-1)));
    }

    [Fact]
    public void Restored_block_is_in_force_unless_it_is_over_or_protected_by_now()
    {
        var (lasting, over, spared) = (Entry("192.0.2.1", Now.AddHours(1)), Entry("192.0.2.2", Now), Entry("192.0.2.3", Now.AddHours(1)));
        _book.Protection = Protecting("192.0.2.3");

        Assert.Equal((true, false, false), (_book.Restore(lasting, Now), _book.Restore(over, Now), _book.Restore(spared, Now)));
        Assert.Equal([lasting with { InForceAt = Now }], _book.Blocks);
        Assert.Equal(lasting.Until, _book.NextEnd);
    }

    [Fact]
    public void Block_that_is_prolonged_is_in_force_since_it_first_was()
    {
        _book.Decide(Local(Source), Now);
        _book.MarkInForce(Source, Now);
        _book.Decide(Local(Source) with { Origin = BlockOrigin.Coordinator, Duration = TimeSpan.FromHours(2) }, Now.AddSeconds(1));
        _book.MarkInForce(Source, Now.AddSeconds(1));

        var block = _book.Find(Source)!;
        Assert.Equal((Now, Now.AddSeconds(1).AddHours(2)), (block.InForceAt, block.Until));
    }

    [Fact]
    public void Restored_block_is_remembered_for_the_next_time()
    {
        _book.Restore(Entry("192.0.2.7", Now.AddHours(-1)) with { Times = 3 }, Now);

        Assert.Equal(4, Added(_book.Decide(Local(Source), Now)).Times);
    }

    [Fact]
    public void List_made_again_from_its_blocks_behaves_the_same()
    {
        _book.Decide(Local(Host(1)), Now);
        _book.Decide(Local(Host(2)) with { Proven = true }, Now);
        _book.Decide(Order(Host(3)), Now);
        _book.Decide(Order(Host(4)), Now);
        var again = new BlockBook(Policy, NobodyProtected());
        foreach (var block in _book.Blocks.ToList())
        {
            _book.MarkInForce(block.Target, Now);
            again.Restore(block, Now);
        }

        var (one, other) = (_book.Decide(Order(Host(5)), Now), again.Decide(Order(Host(5)), Now));

        Assert.Equal(one, other);
        Assert.Equal(_book.Blocks.OrderBy(block => block.Target), again.Blocks.OrderBy(block => block.Target));
    }

    [Fact]
    public void Protection_that_grows_takes_blocks_out()
    {
        _book.Decide(Order(Cidr.Parse("10.0.0.0/8")), Now);
        _book.Decide(Order(Host(1)), Now);
        _book.Protection = Protecting("10.1.2.3");

        Assert.Equal([Cidr.Parse("10.0.0.0/8")], _book.RemoveProtected().Select(block => block.Target));
        Assert.Equal([Host(1)], _book.Blocks.Select(block => block.Target));
    }

    [Fact]
    public void Source_that_proves_its_address_is_blocked_as_long_as_a_proven_one()
    {
        var block = Added(_book.Decide(Local(Source), Now));

        var proven = _book.Prove(Source);

        Assert.Equal(block with { Proven = true, Until = Now.AddHours(24) }, proven);
        Assert.Equal((proven, Now.AddHours(24)), (_book.Find(Source), _book.NextEnd));
        Assert.Null(_book.Prove(Source));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(48, 48)]
    [InlineData(2, 24)]
    public void Proof_shortens_no_block_that_an_order_made_longer(int ordered, int? hours)
    {
        _book.Decide(Local(Source), Now);
        _book.Decide(Order(Source) with { Origin = BlockOrigin.Coordinator, Duration = TimeSpan.FromHours(ordered) }, Now);

        var proven = _book.Prove(Source)!;

        Assert.Equal((true, hours is { } expected ? Now.AddHours(expected) : null), (proven.Proven, proven.Until));
    }

    [Fact]
    public void Order_needs_no_proof()
    {
        _book.Decide(Order(Source), Now);

        Assert.Null(_book.Prove(Source));
        Assert.Null(_book.Prove(Host(99)));
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.0/24", "192.0.2.7 192.0.2.8 192.0.2.128/25")] // All that lie within.
    [InlineData("192.0.2.200", "")] // Blocked as part of a network: that is to be lifted by name.
    [InlineData("192.0.2.128/25", "192.0.2.128/25")]
    [InlineData("192.0.2.99", "")]
    [InlineData("2001:db8::5", "2001:db8::/64")] // A host of a prefix that was blocked for one of its hosts.
    [InlineData("2001:db8:9::5", "")] // A network that an operator blocked on purpose.
    [InlineData("2001:db8:9::/48", "2001:db8:9::/48")]
    [InlineData("0.0.0.0/0", "192.0.2.7 192.0.2.8 192.0.2.128/25")]
    [InlineData("::/0", "2001:db8::/64 2001:db8:9::/48")]
    public void Lifting_means_what_an_operator_would_expect(string target, string lifted)
    {
        var book = new BlockBook(Policy with { MaxBlocks = 100 }, NobodyProtected());
        book.Decide(Local(Cidr.Parse("192.0.2.7")), Now);
        book.Decide(Order(Cidr.Parse("192.0.2.8")), Now);
        book.Decide(Order(Cidr.Parse("192.0.2.128/25")), Now);
        book.Decide(Local(Cidr.Parse("2001:db8::/64")), Now);
        book.Decide(Order(Cidr.Parse("2001:db8:9::/48")), Now);

        Assert.Equal(
            lifted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Cidr.Parse).Order(),
            book.LiftedBy(Cidr.Parse(target)).Order());
    }

    [Fact]
    public void Prefix_that_holds_a_protected_address_is_narrowed_to_the_source_itself()
    {
        _book.Protection = new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>> { [ProtectionReason.Ignored] = [Cidr.Parse("2001:db8:7::53")] });
        var alarm = new Alarm(Address.Parse("2001:db8:7::66"), "stcp", ScanKind.Syn, 111, Now, Now);

        var decision = _book.Decide(Local(Cidr.Parse("2001:db8:7::/64")) with { Alarm = alarm }, Now);

        Assert.Equal(Cidr.Parse("2001:db8:7::66"), Assert.IsType<BlockDecision.Added>(decision).Block.Target);
    }

    [Fact]
    public void Everything_keeps_how_often_what_is_no_longer_blocked_was()
    {
        _book.Decide(Local(Source), Now);
        _book.Remove(Source);
        var again = new BlockBook(_book.Policy, _book.Protection);

        foreach (var block in _book.Everything)
            again.Restore(block, Now);

        Assert.Empty(again.Blocks);
        Assert.Equal(2, Assert.IsType<BlockDecision.Added>(again.Decide(Local(Source), Now)).Block.Times);
    }

    private static Cidr Host(int number) => Cidr.Parse($"203.0.113.{number}");

    private static BlockRequest Local(Cidr target) => new() { Target = target, Origin = BlockOrigin.Local };

    private static BlockRequest Order(Cidr target) => new() { Target = target, Origin = BlockOrigin.Operator };

    private static BlockEntry Entry(string target, DateTimeOffset until) =>
        new() { Target = Cidr.Parse(target), Origin = BlockOrigin.Local, Since = Now.AddHours(-2), Until = until };

    private static BlockEntry Added(BlockDecision decision) => Assert.IsType<BlockDecision.Added>(decision).Block;

    private static Protection NobodyProtected() => Protecting();

    private static Protection Protecting(params string[] networks) =>
        new(new Dictionary<ProtectionReason, IEnumerable<Cidr>> { [ProtectionReason.Ignored] = networks.Select(Cidr.Parse) });
}
