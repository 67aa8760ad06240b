using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Tests.Net;

namespace PortSentry.Shared.Tests.Orders;

/// <summary>Random orders about few targets and moments, so that they meet.</summary>
internal static class GenerateOrders
{
    public static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_795_000_000);

    public static Gen<FleetOrder> Any { get; } = Gen.OneOf(
        Block(), Block(),
        Generate.NearCidr.Select(target => (FleetOrder)new UnblockOrder(target, "by hand")),
        Moment().Select(moment => (FleetOrder)new ExpireOrder(moment)),
        Gen.Zip(Generate.NearCidr.ListOf(), Generate.NearCidr.ListOf()).Select(pair => (FleetOrder)new IgnoreOrder([.. pair.Item1], [.. pair.Item2])),
        Gen.Zip(Generate.NearAddress().ListOf(), Gen.Elements(FleetRole.Sensor, FleetRole.Coordinator)).Select(pair => (FleetOrder)new ProtectOrder(pair.Item2, [.. pair.Item1], [.. pair.Item1.Skip(2)])),
        Gen.Elements(true, false).Select(simulate => (FleetOrder)new PolicyOrder(new FleetPolicy
        {
            Simulate = simulate,
            Blockers = ["nftables"],
            Rules = [new LabelRule(new Dictionary<string, string> { ["site"] = "a" }, !simulate, null)],
        })));

    /// <summary>Orders with their places, from the first.</summary>
    public static Gen<IReadOnlyList<LoggedOrder>> Log { get; } =
        Any.ListOf().Select(orders => (IReadOnlyList<LoggedOrder>)[.. orders.Select((order, i) => new LoggedOrder(i + 1, Start.AddSeconds(i), order))]);

    /// <summary>The book that a log makes.</summary>
    public static OrderBook Fold(IEnumerable<LoggedOrder> log)
    {
        var book = new OrderBook("abc1");
        foreach (var order in log)
            Assert.True(book.TryApply(order));
        return book;
    }

    private static Gen<DateTimeOffset> Moment() => Gen.Choose(1, 20).Select(seconds => Start.AddSeconds(seconds));

    private static Gen<FleetOrder> Block() =>
        Gen.Zip(Generate.NearCidr, Gen.Zip(Gen.OneOf(Moment().Select(moment => (DateTimeOffset?)moment), Gen.Constant((DateTimeOffset?)null)), Gen.Choose(0, 65535)))
            .Select(pair => (FleetOrder)Block(pair.Item1, pair.Item2.Item1, pair.Item2.Item2));

    private static BlockOrder Block(Cidr target, DateTimeOffset? until, int number) => new()
    {
        Target = target,
        Until = until,
        ByOperator = number % 2 == 0,
        Proven = number % 3 == 0,
        Port = number,
        Reason = number % 5 == 0 ? "" : $"port scan \"é\"\n{number}",
        List = number % 7 == 0 ? "drop" : null,
    };
}
