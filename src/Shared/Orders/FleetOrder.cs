using System.Text.Json.Serialization;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Orders;

/// <summary>What the coordinator orders every sensor to do; the state of the fleet is the fold of all of them (<see cref="OrderBook"/>).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "order", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(BlockOrder), "block")]
[JsonDerivedType(typeof(UnblockOrder), "unblock")]
[JsonDerivedType(typeof(ExpireOrder), "expire")]
[JsonDerivedType(typeof(IgnoreOrder), "ignore")]
[JsonDerivedType(typeof(ProtectOrder), "protect")]
[JsonDerivedType(typeof(PolicyOrder), "policy")]
public abstract record FleetOrder
{
    private protected FleetOrder()
    {
    }
}

/// <summary>Block a target, or give its block another end.</summary>
public sealed record BlockOrder : FleetOrder
{
    /// <summary>What to block.</summary>
    public required Cidr Target { get; init; }

    /// <summary>Until when, by the coordinator's clock, in whole seconds; none for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>True when a person ordered it, false for a decision of the coordinator's own.</summary>
    public bool ByOperator { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>Why, in one sentence of at most 500 characters.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The port of the alarm that led to it, 0 when none did.</summary>
    public int Port { get; init; }

    /// <summary>The block list that wants it; none when a person, an alarm or a sensor does.</summary>
    public string? List { get; init; }
}

/// <summary>Lift the block of exactly this target, whoever made it.</summary>
public sealed record UnblockOrder(Cidr Target, string Reason) : FleetOrder;

/// <summary>All blocks that end at this moment or earlier are over; sensors have lifted them by themselves by now.</summary>
public sealed record ExpireOrder(DateTimeOffset Before) : FleetOrder;

/// <summary>These networks are ignored from now on, and those no longer.</summary>
public sealed record IgnoreOrder(IReadOnlyList<Cidr> Add, IReadOnlyList<Cidr> Remove) : FleetOrder;

/// <summary>These addresses are of sensors or coordinators of the fleet and protected everywhere, and those no longer.</summary>
public sealed record ProtectOrder(FleetRole Role, IReadOnlyList<Address> Add, IReadOnlyList<Address> Remove) : FleetOrder;

/// <summary>From now on sensors carry out orders this way.</summary>
public sealed record PolicyOrder(FleetPolicy Policy) : FleetOrder;
