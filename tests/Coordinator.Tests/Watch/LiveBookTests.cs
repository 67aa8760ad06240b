using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Watch;

public sealed class LiveBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
    private readonly LiveBook _book = new(new DatedBook(new OrderBook("log1"), new Dictionary<Cidr, BlockDate>()));
    private long _position;

    [Fact]
    public void Block_that_is_extended_is_there_since_it_was_made_and_one_made_anew_is_not()
    {
        Order(Block("203.0.113.7", Now.AddMinutes(1)), Now);
        Order(Block("203.0.113.7", Now.AddMinutes(2)), Now.AddSeconds(30));
        Assert.Equal((Now, 2L, 1L), (Only().Since, Only().Position, Only().Began));

        Order(Block("203.0.113.7", Now.AddMinutes(9)), Now.AddMinutes(2));
        // The book had it still, and a bouncer may, by another clock.
        Assert.Equal((Now.AddMinutes(2), 3L, 1L), (Only().Since, Only().Position, Only().Began));
        Order(new UnblockOrder(Cidr.Parse("203.0.113.7"), "a test"), Now.AddMinutes(2));
        Order(Block("203.0.113.7", Now.AddMinutes(9)), Now.AddMinutes(1));
        Assert.Equal((Now.AddMinutes(1), 5L, 5L), (Only().Since, Only().Position, Only().Began));

        BlockEntry Only() => Assert.Single(_book.Find(new BlockFilter(), Now));
    }

    [Fact]
    public void Blocks_are_found_by_network_origin_and_reason_in_each_order()
    {
        Order(Block("203.0.113.7", Now.AddHours(2)) with { Reason = "Noise" }, Now);
        Order(Block("198.51.100.0/24", null) with { ByOperator = true, Port = 22 }, Now);
        Order(Block("2001:db8::/64", Now.AddHours(1)) with { Reason = "named", Proven = true }, Now);

        Assert.Equal("2001:db8::/64 198.51.100.0/24 203.0.113.7", Found(new BlockFilter()));
        Assert.Equal("2001:db8::/64 203.0.113.7 198.51.100.0/24", Found(new BlockFilter { Sort = BlockSort.EndsSoonest }));
        Assert.Equal("198.51.100.0/24 203.0.113.7 2001:db8::/64", Found(new BlockFilter { Sort = BlockSort.Target }));
        Assert.Equal("198.51.100.0/24", Found(new BlockFilter { Overlaps = Cidr.Parse("198.51.100.9") }));
        Assert.Equal("203.0.113.7", Found(new BlockFilter { Overlaps = Cidr.Parse("203.0.0.0/8") }));
        Assert.Equal("198.51.100.0/24", Found(new BlockFilter { Origin = "operator" }));
        Assert.Equal("203.0.113.7", Found(new BlockFilter { Reason = "noise" }));
        Assert.Equal("198.51.100.0/24", Found(new BlockFilter { Port = 22 }));
        Assert.Equal("2001:db8::/64", Found(new BlockFilter { Proven = true }));
    }

    [Fact]
    public void Block_that_has_ended_is_not_in_force()
    {
        Order(Block("203.0.113.7", Now), Now.AddHours(-1));

        Assert.Empty(_book.Find(new BlockFilter(), Now));
        Assert.Equal((0, SourceCover.None), (_book.Count(Now), _book.CoverOf(Cidr.Parse("203.0.113.7"), Now)));
    }

    [Fact]
    public void Blocks_of_a_network_are_those_around_it_and_within_it()
    {
        foreach (var target in new[] { "0.0.0.0/0", "203.0.113.0/24", "203.0.113.7", "203.0.113.8", "2001:db8::/32", "2001:db8::7" })
            Order(Block(target, null), Now);
        Order(Block("203.0.112.0/23", Now), Now.AddHours(-1));

        Assert.Equal(["0.0.0.0/0", "203.0.113.0/24", "203.0.113.7"], Around("203.0.113.7"));
        Assert.Equal(["0.0.0.0/0", "203.0.113.0/24"], Around("203.0.113.9"));
        Assert.Equal(["0.0.0.0/0", "203.0.113.0/24", "203.0.113.7", "203.0.113.8"], Around("203.0.113.0/28"));
        Assert.Equal(["2001:db8::/32", "2001:db8::7"], Around("2001:db8::7"));
        Assert.Equal(["2001:db8::/32", "2001:db8::7"], Around("::/0"));

        IEnumerable<string> Around(string network) => _book.Around(Cidr.Parse(network), Now).Select(entry => entry.Order.Target.ToString());
    }

    [Fact]
    public void Source_is_covered_by_a_network_around_it_or_spared()
    {
        Order(Block("203.0.113.0/24", null), Now);
        Order(new IgnoreOrder([Cidr.Parse("192.0.2.0/24")], []), Now);
        Order(new ProtectOrder(FleetRole.Sensor, [Address.Parse("198.51.100.2")], []), Now);

        Assert.Equal(SourceCover.Blocked, Cover("203.0.113.7"));
        Assert.Equal(SourceCover.None, Cover("203.0.0.0/16"));
        Assert.Equal((SourceCover.Spared, "ignored"), (Cover("192.0.2.7"), _book.SparedAs(Cidr.Parse("192.0.2.7"))));
        Assert.Equal((SourceCover.Spared, "sensor"), (Cover("198.51.100.2"), _book.SparedAs(Cidr.Parse("198.51.100.0/24"))));
    }

    [Theory]
    [InlineData(BlockSort.Latest)]
    [InlineData(BlockSort.EndsSoonest)]
    [InlineData(BlockSort.Target)]
    public void Pages_of_each_order_hold_each_block_once(BlockSort sort)
    {
        for (var number = 0; number < 25; number++)
            Order(Block(number % 2 == 0 ? $"203.0.113.{number}" : $"2001:db8::{number}", Now.AddMinutes(1 + (number % 3))), Now);
        var all = _book.Find(new BlockFilter { Sort = sort }, Now);

        List<string> walked = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = Pages.Of(all, entry => BlockMatch.Place(sort, entry), new PageWish(cursor, 4));
            walked.AddRange(page.Rows.Select(entry => entry.Order.Target.ToString()));
            cursor = page.Older;
        }

        Assert.Equal(all.Select(entry => entry.Order.Target.ToString()), walked);
    }

    private SourceCover Cover(string source) => _book.CoverOf(Cidr.Parse(source), Now);

    private string Found(BlockFilter filter) => string.Join(' ', _book.Find(filter, Now).Select(entry => entry.Order.Target));

    private void Order(FleetOrder order, DateTimeOffset at) => Assert.True(_book.TryApply(new LoggedOrder(++_position, at, order)));

    private static BlockOrder Block(string target, DateTimeOffset? until) => new() { Target = Cidr.Parse(target), Until = until };
}
