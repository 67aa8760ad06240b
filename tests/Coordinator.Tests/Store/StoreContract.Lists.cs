using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Store;

public abstract partial class StoreContract
{
    [Fact]
    public async Task List_is_kept_with_all_it_names_and_what_is_not_said_of_it_stays()
    {
        var list = new BlockList
        {
            Name = "drop",
            Url = "https://lists.example/'drop'.txt",
            Every = TimeSpan.FromHours(1),
            Lasts = TimeSpan.FromDays(7),
            Reason = "known scanners",
            AddedBy = "anna",
            AddedAt = Now,
            Entries = 2,
            GoodAt = Now,
            EndsAt = Now.AddDays(7),
            Fetching = new ListFetching { TriedAt = Now, NextAt = Now.AddHours(1), Failures = 2, Problem = "the answer has status 500", ETag = "\"1\"", LastModified = "today" },
            HeldSince = Now,
        };
        await CommitAsync(new LeaderWork { Lists = [new ListChange("drop", list, "192.0.2.1\n192.0.2.2", "192.0.2.2"), new ListChange("a", list with { Name = "a" })] });
        await CommitAsync(new LeaderWork { Lists = [new ListChange("drop", list with { Reason = "noise" })] });

        Assert.Equal([list with { Name = "a" }, list with { Reason = "noise" }], await Store.ListListsAsync(default), Same);
        await using var leader = Rig.Lead();
        var stored = (await leader.LoadListsAsync(default))[1];
        Assert.Equal(("192.0.2.1\n192.0.2.2", "192.0.2.2"), (stored.Entries, stored.Lifted));

        await CommitAsync(new LeaderWork { Lists = [new ListChange("drop", null), new ListChange("a", list with { Name = "a" }, "", "")] });
        Assert.Equal("a", Assert.Single(await Store.ListListsAsync(default)).Name);
    }

    [Fact]
    public async Task Tally_and_unused_lines_of_a_list_are_kept()
    {
        var list = new BlockList
        {
            Name = "drop",
            Unused = new UnusedLines(3, ["line 7: 'x' is no address or network"], 2),
            Tally = new ListTally(Now, 1, 2, 3, [new SparedNetwork(Cidr.Parse("192.0.2.0/24"), "is on the ignore list")], 4),
        };
        await CommitAsync(new LeaderWork { Lists = [new ListChange("drop", list, "")] });

        var kept = Assert.Single(await Store.ListListsAsync(default));
        Assert.Equal((list.Unused.Bad, list.Unused.Surplus, list.Unused.First[0]), (kept.Unused.Bad, kept.Unused.Surplus, Assert.Single(kept.Unused.First)));
        Assert.Equal(list.Tally with { SparedFirst = [] }, kept.Tally! with { SparedFirst = list.Tally.SparedFirst.Take(0).ToList() }, (one, other) => one with { SparedFirst = other.SparedFirst } == other);
        Assert.Equal(list.Tally.SparedFirst, kept.Tally.SparedFirst);
    }

    [Fact]
    public async Task Block_knows_its_list_until_somebody_else_orders_it()
    {
        var target = Cidr.Parse("192.0.2.1");
        await CommitAsync(new LeaderWork { Orders = [new LoggedOrder(1, Now, new BlockOrder { Target = target, List = "drop" }), new LoggedOrder(2, Now, new BlockOrder { Target = Cidr.Parse("192.0.2.2"), List = "drop" })] });
        await CommitAsync(new LeaderWork { Orders = [new LoggedOrder(3, Now, new BlockOrder { Target = target })] });

        var book = await Store.LoadBookAsync(default);
        Assert.Equal((null, "drop"), (book.Find(target)!.List, book.Find(Cidr.Parse("192.0.2.2"))!.List));
    }

    private static bool Same(BlockList one, BlockList other) => one with { Unused = other.Unused } == other;
}
