using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Shared.Contracts;

/// <summary>How far a sensor has carried out the orders: cumulative, so the latest word counts.</summary>
public sealed record OrdersApplied
{
    /// <summary>Refusals in one word at the most; the rest follows.</summary>
    public const int MaxRefusals = 100;

    /// <summary>The last order that is carried out or refused.</summary>
    public required OrderPosition Position { get; init; }

    /// <summary>The digest of the order book at that position (<see cref="OrderBook.Digest"/>).</summary>
    public required string Digest { get; init; }

    /// <summary>What was refused since the last word.</summary>
    public IReadOnlyList<OrderRefused> Refused { get; init; } = [];
}

/// <summary>A target that this sensor does not block, and why.</summary>
/// <param name="Target">The target of the order.</param>
/// <param name="Position">The position of the order, 0 when it came in a snapshot.</param>
/// <param name="Reason">Why, as a keyword: own, gateways, resolvers, ignored, full, not-taken and the like.</param>
public sealed record OrderRefused(Cidr Target, long Position, string Reason);
