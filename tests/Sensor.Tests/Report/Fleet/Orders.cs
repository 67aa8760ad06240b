using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Tests.Report.Fleet;

/// <summary>Orders, and a log that numbers them.</summary>
internal sealed class Orders(string logId = "3f9a")
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 7, 50, 40, TimeSpan.Zero);

    private readonly OrderBook _book = new(logId);

    /// <summary>All orders so far.</summary>
    public OrderBook Book => OrderBook.Restore(_book.Head(Now), _book.Blocks.Values);

    public static BlockOrder Block(string target, double? minutes = 60) => new()
    {
        Target = Cidr.Parse(target),
        Until = minutes is { } length ? Now.AddMinutes(length) : null,
        Reason = "port scan",
    };

    public static UnblockOrder Unblock(string target) => new(Cidr.Parse(target), "a colleague");

    public static IgnoreOrder Ignore(params string[] networks) => new([.. networks.Select(Cidr.Parse)], []);

    public static IgnoreOrder NoLongerIgnore(params string[] networks) => new([], [.. networks.Select(Cidr.Parse)]);

    public static PolicyOrder Simulate(bool simulate = true) => new(new FleetPolicy { Simulate = simulate });

    /// <summary>Numbers an order.</summary>
    public (OrderPosition Place, LoggedOrder Logged) Next(FleetOrder order)
    {
        var logged = new LoggedOrder(_book.Position.Position + 1, Now, order);
        _book.TryApply(logged);
        return (_book.Position, logged);
    }
}
