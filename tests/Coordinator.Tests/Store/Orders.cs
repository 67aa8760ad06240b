using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Store;

/// <summary>Random orders about few targets, so that they meet.</summary>
internal static class Orders
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 7, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Cidr> Target =
        Gen.Elements("192.0.2.0/24", "192.0.2.0", "192.0.2.1", "192.0.2.2", "0.0.0.0/0", "::/0", "2001:db8::/64", "2001:db8::", "2001:db8::1", "::fffe:0:0/95").Select(Cidr.Parse);

    private static readonly Gen<DateTimeOffset> Moment = Gen.Choose(0, 6).Select(seconds => Begin.AddSeconds(seconds));

    private static readonly Gen<FleetOrder> Block =
        from target in Target
        from moment in Moment
        from flags in Gen.Choose(0, 7)
        select (FleetOrder)new BlockOrder
        {
            Target = target,
            Until = (flags & 1) == 0 ? moment : null,
            Proven = (flags & 2) != 0,
            ByOperator = (flags & 4) != 0,
            Reason = $"reason {flags} 'quoted' \"twice\"",
            Port = flags * 100,
            List = flags == 4 ? "drop" : null,
        };

    private static readonly Gen<FleetOrder> Ignore =
        from add in Target.ListOf()
        from remove in Target.ListOf(1)
        select (FleetOrder)new IgnoreOrder([.. add], [.. remove]);

    private static readonly Gen<FleetOrder> Protect =
        from role in Gen.Elements(FleetRole.Sensor, FleetRole.Coordinator)
        from add in Target.ListOf()
        from remove in Target.ListOf(2)
        select (FleetOrder)new ProtectOrder(role, [.. add.Select(one => one.Base)], [.. remove.Select(one => one.Base)]);

    private static readonly Gen<FleetOrder> Policy =
        from simulate in Gen.Elements(true, false)
        select (FleetOrder)new PolicyOrder(new FleetPolicy
        {
            Simulate = simulate,
            Blockers = ["nftables"],
            Rules = [new LabelRule(new Dictionary<string, string> { ["env"] = "test" }, !simulate, null)],
        });

    /// <summary>The orders of one step of a leader.</summary>
    public static Gen<List<FleetOrder>> Steps { get; } = Gen.Frequency(
        (8, Block),
        (2, Target.Select(target => (FleetOrder)new UnblockOrder(target, "a test"))),
        (1, Moment.Select(moment => (FleetOrder)new ExpireOrder(moment))),
        (1, Ignore),
        (1, Protect),
        (1, Policy)).NonEmptyListOf().Select(orders => orders.ToList());
}
