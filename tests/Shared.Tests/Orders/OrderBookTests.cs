using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Shared.Tests.Orders;

public sealed class OrderBookTests
{
    private static readonly DateTimeOffset Start = GenerateOrders.Start;
    private static readonly Cidr Target = Cidr.Parse("192.0.2.7");

    [Fact]
    public void Same_orders_make_the_same_book() => Prop.ForAll(
        GenerateOrders.Log.ToArbitrary(),
        log => Show(GenerateOrders.Fold(log)) == Show(GenerateOrders.Fold(log))).QuickCheckThrowOnFailure();

    [Fact]
    public void Restored_book_goes_on_as_the_one_it_was_made_of() => Prop.ForAll(
        Gen.Zip(GenerateOrders.Log, Gen.Choose(0, 100)).ToArbitrary(),
        pair =>
        {
            var (log, at) = (pair.Item1, Math.Min(pair.Item1.Count, pair.Item2));
            var before = GenerateOrders.Fold(log.Take(at));
            var restored = OrderBook.Restore(before.Head(Start), before.Blocks.Values);
            return log.Skip(at).All(restored.TryApply) && Show(restored) == Show(GenerateOrders.Fold(log));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Book_whose_blocks_are_lifted_has_the_digest_of_an_empty_one() => Prop.ForAll(
        GenerateOrders.Log.ToArbitrary(),
        log =>
        {
            var book = GenerateOrders.Fold(log);
            Apply(book, [.. book.Blocks.Keys.Select(target => new UnblockOrder(target, ""))]);
            Apply(book, new IgnoreOrder([], [.. book.Ignored]), new ProtectOrder(FleetRole.Sensor, [], [.. book.ProtectedAs(FleetRole.Sensor)]), new ProtectOrder(FleetRole.Coordinator, [], [.. book.ProtectedAs(FleetRole.Coordinator)]));
            return book.Blocks.Count == 0 && book.Digest == new OrderBook("abc1").Digest;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Digests_of_books_that_differ_differ()
    {
        FleetOrder[] orders =
        [
            new BlockOrder { Target = Target },
            new BlockOrder { Target = Target, Until = Start },
            new BlockOrder { Target = Target, Until = Start.AddSeconds(1) },
            new BlockOrder { Target = Cidr.Parse("192.0.2.0/24") },
            new BlockOrder { Target = Cidr.Parse("192.0.2.0/25") },
            new BlockOrder { Target = Cidr.Parse("2001:db8::/64") },
            new IgnoreOrder([Target], []),
            new ProtectOrder(FleetRole.Sensor, [Target.Base], []),
            new ProtectOrder(FleetRole.Coordinator, [Target.Base], []),
        ];

        var digests = orders.Select(order => Apply(new OrderBook("a"), order).Digest).Append(new OrderBook("a").Digest).ToList();

        Assert.Distinct(digests);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public void TryApply_of_an_order_out_of_place_changes_nothing(long position)
    {
        var book = Apply(new OrderBook("abc1"), new BlockOrder { Target = Target });
        var before = Show(book);

        Assert.False(book.TryApply(new LoggedOrder(position, Start, new UnblockOrder(Target, ""))));

        Assert.Equal(before, Show(book));
    }

    [Fact]
    public void Expiry_takes_out_what_has_ended_by_then_and_no_more()
    {
        var book = Apply(
            new OrderBook("a"),
            new BlockOrder { Target = Cidr.Parse("192.0.2.1"), Until = Start.AddSeconds(2) },
            new BlockOrder { Target = Cidr.Parse("192.0.2.2"), Until = Start.AddSeconds(1) },
            new BlockOrder { Target = Cidr.Parse("192.0.2.3"), Until = Start.AddSeconds(3) },
            new BlockOrder { Target = Cidr.Parse("192.0.2.4") });
        Assert.Equal(["192.0.2.2", "192.0.2.1"], book.EndedBy(Start.AddSeconds(2)).Select(block => block.Target.ToString()));

        Apply(book, new ExpireOrder(Start.AddSeconds(2)));

        Assert.Equal(["192.0.2.3", "192.0.2.4"], book.Blocks.Keys.Order().Select(target => target.ToString()));
    }

    [Fact]
    public void Last_block_of_a_target_counts()
    {
        var book = Apply(new OrderBook("a"), new BlockOrder { Target = Target, Until = Start.AddSeconds(1) }, new BlockOrder { Target = Target, Until = Start.AddSeconds(9) });

        Apply(book, new ExpireOrder(Start.AddSeconds(5)));

        Assert.Equal(Start.AddSeconds(9), book.Find(Target)?.Until);
    }

    private static OrderBook Apply(OrderBook book, params FleetOrder[] orders)
    {
        foreach (var order in orders)
            Assert.True(book.TryApply(new LoggedOrder(book.Position.Position + 1, Start, order)));
        return book;
    }

    /// <summary>All of a book but its clock.</summary>
    internal static string Show(OrderBook book) =>
        JsonSerializer.Serialize(book.Head(Start), WireJson.Default.SnapshotHead)
        + string.Concat(book.Blocks.Values.OrderBy(block => block.Target).Select(block => JsonSerializer.Serialize(block, WireJson.Default.FleetOrder)));
}
