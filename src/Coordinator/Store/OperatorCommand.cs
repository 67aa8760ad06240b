using System.Text.Json.Serialization;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store;

/// <summary>What somebody wants the leader to do; carried out once, however often it is sent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(BlockTarget), "block")]
[JsonDerivedType(typeof(ExtendTarget), "extend")]
[JsonDerivedType(typeof(UnblockTarget), "unblock")]
[JsonDerivedType(typeof(UnblockEverything), "unblock-all")]
[JsonDerivedType(typeof(ChangeIgnoreList), "ignore")]
[JsonDerivedType(typeof(SetPolicy), "policy")]
[JsonDerivedType(typeof(SimulateFleet), "simulate")]
[JsonDerivedType(typeof(ChangeProtected), "protect")]
[JsonDerivedType(typeof(ImportList), "import-list")]
[JsonDerivedType(typeof(SubscribeList), "subscribe-list")]
[JsonDerivedType(typeof(RenewList), "renew-list")]
[JsonDerivedType(typeof(DropList), "drop-list")]
[JsonDerivedType(typeof(KeepFetched), "keep-fetched")]
public abstract record OperatorCommand
{
    private protected OperatorCommand()
    {
    }

    /// <summary>Its identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it was given, by the coordinator's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who gave it: an operator's name, or a sensor's.</summary>
    public required string Who { get; init; }

    /// <summary>Why, in a person's words; at most 500 characters.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Block a target on every sensor, for so long; none to let the policy say, zero for ever. One that is blocked gets this end: so it is extended, too.</summary>
public sealed record BlockTarget(Cidr Target, TimeSpan? Duration) : OperatorCommand;

/// <summary>Let the block of exactly this target last so much longer than it does.</summary>
public sealed record ExtendTarget(Cidr Target, TimeSpan By) : OperatorCommand;

/// <summary>Lift the block of a target and of all that lies within it, everywhere.</summary>
public sealed record UnblockTarget(Cidr Target) : OperatorCommand;

/// <summary>Lift every block.</summary>
public sealed record UnblockEverything : OperatorCommand;

/// <summary>Ignore these networks from now on, which lifts their blocks, and those no longer.</summary>
public sealed record ChangeIgnoreList(IReadOnlyList<Cidr> Add, IReadOnlyList<Cidr> Remove) : OperatorCommand;

/// <summary>Decide, and have orders carried out, by this policy (JSON of the decision policy).</summary>
public sealed record SetPolicy(string Policy) : OperatorCommand;

/// <summary>Let no sensor block by order, for so long or, without, until it is ended, or let them again; and lift every block, too, where it is wanted.</summary>
public sealed record SimulateFleet(bool On, TimeSpan? Duration, bool LiftAll) : OperatorCommand;

/// <summary>The addresses of a sensor or coordinator, all it has now; none when it is revoked or gone.</summary>
public sealed record ChangeProtected(FleetRole Role, string Owner, IReadOnlyList<Address> Addresses) : OperatorCommand;

/// <summary>Block all that a list names, sorted, a line each, for so long; zero for ever. One that was imported before under the name is replaced.</summary>
public sealed record ImportList(string Name, TimeSpan Lasts, string Entries, UnusedLines Unused) : OperatorCommand;

/// <summary>Fetch a list now and then, and block all that it names until so long after it was last fetched.</summary>
public sealed record SubscribeList(string Name, string Url, TimeSpan Every, TimeSpan Lasts) : OperatorCommand;

/// <summary>Fetch a list now, and block by it again where its blocks were lifted.</summary>
public sealed record RenewList(string Name) : OperatorCommand;

/// <summary>Take a list away, which lifts its blocks.</summary>
public sealed record DropList(string Name) : OperatorCommand;

/// <summary>What came of fetching a list at this address; chance, 0 to 1, shifts the next time, so that not all are fetched at once.</summary>
public sealed record KeepFetched(string Name, string Url, FetchedList Fetched, double Chance) : OperatorCommand;
