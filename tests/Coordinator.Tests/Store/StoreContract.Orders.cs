using FsCheck.Fluent;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Book_is_the_fold_of_the_orders()
    {
        var position = 0L;
        var folded = new OrderBook((await Store.LoadBookAsync(default)).Position.LogId);
        await using var leader = Rig.Lead();

        // Chance may end with an empty book, which would show little.
        List<FleetOrder> last = [new IgnoreOrder([Cidr.Parse("198.51.100.0/24")], [Cidr.Parse("0.0.0.0/0")]), new BlockOrder { Target = Cidr.Parse("203.0.113.9"), Proven = true, Reason = "the last" }];

        // One database for all runs: the log grows, and after each step book and fold must agree.
        foreach (var orders in Orders.Steps.Sample(40, 12).Append(last))
        {
            IReadOnlyList<LoggedOrder> logged = [.. orders.Select(order => new LoggedOrder(++position, Now.AddTicks(position), order))];
            await leader.CommitAsync(new LeaderWork { Orders = logged }, default);
            Assert.All(logged, order => Assert.True(folded.TryApply(order)));

            AssertEqual(folded, await Store.LoadBookAsync(default));
        }

        Assert.NotEmpty(folded.Blocks);
        Assert.NotEmpty(folded.Ignored);
        Assert.Equal(folded.Position, await Store.FindHeadAsync(default));
        var read = await Store.ReadOrdersAsync(new OrderPosition(folded.Position.LogId, 0), int.MaxValue, default);
        var again = new OrderBook(folded.Position.LogId);
        Assert.All(read!, order => Assert.True(again.TryApply(order)));
        AssertEqual(folded, again);
    }

    [Fact]
    public async Task Orders_after_a_position_are_read_in_order_and_at_most_so_many()
    {
        var work = Block(1, "192.0.2.1", "192.0.2.2", "192.0.2.3");
        await CommitAsync(work);
        var log = (await Store.LoadBookAsync(default)).Position.LogId;

        Assert.Equal(work.Orders.Skip(1).Take(1), await Store.ReadOrdersAsync(new OrderPosition(log, 1), 1, default));
        Assert.Equal(work.Orders, await Store.ReadOrdersAsync(new OrderPosition(log, 0), 10, default));
        Assert.Empty((await Store.ReadOrdersAsync(new OrderPosition(log, 3), 10, default))!);
        Assert.Null(await Store.ReadOrdersAsync(new OrderPosition(log, 4), 10, default));
        Assert.Null(await Store.ReadOrdersAsync(new OrderPosition("other", 1), 10, default));
    }

    [Fact]
    public async Task Commit_that_does_not_go_on_at_the_head_changes_nothing()
    {
        await using var first = Rig.Lead();
        await using var second = Rig.Lead();
        await first.LoadBookAsync(default);
        await second.LoadBookAsync(default);
        await second.CommitAsync(Block(1, "192.0.2.1"), default);

        var stale = Block(1, "192.0.2.2") with { Audit = [new AuditRow(Now, "anna", "blocks add", "")], Sources = Source("192.0.2.2", "{}") };
        await Assert.ThrowsAsync<LeadershipLostException>(() => first.CommitAsync(stale, default));

        Assert.Equal(["192.0.2.1"], (await Store.LoadBookAsync(default)).Blocks.Keys.Select(target => target.ToString()));
        Assert.Empty(await AuditRows.AllAsync(Store));
        Assert.Empty(await second.LoadSourcesAsync([Cidr.Parse("192.0.2.2")], default));
    }

    [Fact]
    public async Task New_log_continues_the_book_under_another_name()
    {
        await using var leader = Rig.Lead();
        await leader.CommitAsync(Block(1, "192.0.2.1", "192.0.2.2"), default);
        var before = await Store.LoadBookAsync(default);

        await Store.BeginNewLogAsync(Now, default);

        var after = await Store.LoadBookAsync(default);
        Assert.NotEqual(before.Position.LogId, after.Position.LogId);
        Assert.Equal((2, before.Digest), (after.Position.Position, after.Digest));
        Assert.Null(await Store.ReadOrdersAsync(before.Position, 10, default));
        Assert.Null(await Store.ReadOrdersAsync(after.Position with { Position = 1 }, 10, default));
        Assert.Empty((await Store.ReadOrdersAsync(after.Position, 10, default))!);
        await Assert.ThrowsAsync<LeadershipLostException>(() => leader.CommitAsync(Block(3, "192.0.2.3"), default));
        await CommitAsync(Block(3, "192.0.2.3"));
        Assert.Single((await Store.ReadOrdersAsync(after.Position, 10, default))!);
    }

    [Fact]
    public async Task Orders_beyond_retention_are_forgotten_but_not_the_book()
    {
        await CommitAsync(new LeaderWork { Orders = [Logged(1, Now.AddDays(-8)), Logged(2, Now.AddDays(-6)), Logged(3, Now.AddDays(-9)), Logged(4, Now)] });
        var before = await Store.LoadBookAsync(default);

        Assert.False(await Store.TrimAsync(new Retention(), Now, default));

        Assert.Null(await Store.ReadOrdersAsync(before.Position with { Position = 0 }, 10, default));
        Assert.Equal([2, 3, 4], (await Store.ReadOrdersAsync(before.Position with { Position = 1 }, 10, default))!.Select(order => order.Position));
        AssertEqual(before, await Store.LoadBookAsync(default));
    }

    [Fact]
    public async Task Orders_above_the_most_that_are_kept_are_forgotten()
    {
        await CommitAsync(Block(1, "192.0.2.1", "192.0.2.2", "192.0.2.3"));
        var head = (await Store.LoadBookAsync(default)).Position;

        await Store.TrimAsync(new Retention { MaxOrders = 1 }, Now, default);
        Assert.Null(await Store.ReadOrdersAsync(head with { Position = 1 }, 10, default));
        Assert.Single((await Store.ReadOrdersAsync(head with { Position = 2 }, 10, default))!);

        await Store.TrimAsync(new Retention { Orders = TimeSpan.Zero }, Now.AddYears(1), default);
        Assert.Null(await Store.ReadOrdersAsync(head with { Position = 2 }, 10, default));
        Assert.Empty((await Store.ReadOrdersAsync(head, 10, default))!);
        await CommitAsync(Block(4, "192.0.2.4"));
    }

    private static LeaderWork Block(long first, params string[] targets) => new()
    {
        Orders = [.. targets.Select((target, index) => new LoggedOrder(first + index, Now, new BlockOrder { Target = Cidr.Parse(target), Until = Now.AddHours(1), Reason = "a test" }))],
    };

    private static LoggedOrder Logged(long position, DateTimeOffset at) =>
        new(position, at, new BlockOrder { Target = Cidr.Parse($"192.0.2.{position}"), Until = null });

    private static Dictionary<Cidr, string> Source(string network, string state) => new() { [Cidr.Parse(network)] = state };

    private static void AssertEqual(OrderBook expected, OrderBook found)
    {
        Assert.Equal((expected.Position, expected.Digest), (found.Position, found.Digest));
        Assert.Equal(expected.Blocks.OrderBy(block => block.Key), found.Blocks.OrderBy(block => block.Key));
        Assert.Equal(expected.Ignored.Order(), found.Ignored.Order());
        Assert.Equal(expected.ProtectedAs(FleetRole.Sensor).Order(), found.ProtectedAs(FleetRole.Sensor).Order());
        Assert.Equal(expected.ProtectedAs(FleetRole.Coordinator).Order(), found.ProtectedAs(FleetRole.Coordinator).Order());
        Assert.Equivalent(expected.Policy, found.Policy, strict: true);
    }
}
