using System.Text.Json.Serialization;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>What an operator asks to change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "change")]
[JsonDerivedType(typeof(AddBlock), "block")]
[JsonDerivedType(typeof(ExtendBlock), "extend")]
[JsonDerivedType(typeof(RemoveBlock), "unblock")]
[JsonDerivedType(typeof(RemoveAllBlocks), "unblock-all")]
[JsonDerivedType(typeof(ChangeIgnored), "ignore")]
[JsonDerivedType(typeof(ChangePolicy), "policy")]
[JsonDerivedType(typeof(SimulateOrders), "simulate")]
[JsonDerivedType(typeof(AddToken), "token")]
[JsonDerivedType(typeof(RemoveToken), "remove-token")]
[JsonDerivedType(typeof(RevokeSensor), "revoke")]
[JsonDerivedType(typeof(LabelSensor), "label")]
[JsonDerivedType(typeof(RollAuthority), "roll-authority")]
[JsonDerivedType(typeof(RetireAuthority), "retire-authority")]
[JsonDerivedType(typeof(InviteUser), "invite-user")]
[JsonDerivedType(typeof(ChangeRole), "role")]
[JsonDerivedType(typeof(RemoveUser), "remove-user")]
[JsonDerivedType(typeof(RemoveTotp), "remove-code")]
[JsonDerivedType(typeof(AddApiToken), "api-token")]
[JsonDerivedType(typeof(RemoveApiToken), "remove-api-token")]
[JsonDerivedType(typeof(AddBouncer), "bouncer")]
[JsonDerivedType(typeof(RemoveBouncer), "remove-bouncer")]
[JsonDerivedType(typeof(AddList), "list")]
[JsonDerivedType(typeof(RefreshList), "refresh-list")]
[JsonDerivedType(typeof(RemoveList), "remove-list")]
[JsonDerivedType(typeof(TestNotification), "test-notification")]
public abstract record OperatorRequest
{
    private protected OperatorRequest()
    {
    }

    /// <summary>Who asks: the name of the user at the command line.</summary>
    public string Who { get; init; } = "";

    /// <summary>Why, for those who come after.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>Block a target everywhere; without a duration as the policy says, 0 for ever; one that is blocked gets the new end.</summary>
public sealed record AddBlock(Cidr Target, long? Seconds) : OperatorRequest;

/// <summary>Let the block of exactly this target last so much longer than it does.</summary>
public sealed record ExtendBlock(Cidr Target, long Seconds) : OperatorRequest;

/// <summary>Lift the block of a target and of all within it, everywhere.</summary>
public sealed record RemoveBlock(Cidr Target) : OperatorRequest;

/// <summary>Lift every block.</summary>
public sealed record RemoveAllBlocks : OperatorRequest;

/// <summary>Change the ignore list.</summary>
public sealed record ChangeIgnored(IReadOnlyList<Cidr> Add, IReadOnlyList<Cidr> Remove) : OperatorRequest;

/// <summary>Decide by this policy (JSON).</summary>
public sealed record ChangePolicy(string Policy) : OperatorRequest;

/// <summary>Let no sensor block by order, for so many seconds or, without, until it is ended, or let them again; and lift every block, too, where it is wanted.</summary>
public sealed record SimulateOrders(bool On, long? Seconds, bool LiftAll) : OperatorRequest;

/// <summary>Make a token that enrols so many sensors within so many seconds.</summary>
public sealed record AddToken(int Uses, long Seconds, IReadOnlyDictionary<string, string> Labels) : OperatorRequest;

/// <summary>Take a token away.</summary>
public sealed record RemoveToken(string Id) : OperatorRequest;

/// <summary>Refuse a sensor from now on.</summary>
public sealed record RevokeSensor(string Name) : OperatorRequest;

/// <summary>Give a sensor these labels instead of the ones it has.</summary>
public sealed record LabelSensor(string Name, IReadOnlyDictionary<string, string> Labels) : OperatorRequest;

/// <summary>Sign with a new authority from now on, which is the operator's own where its certificate and key are given (PEM); the old one is trusted still.</summary>
public sealed record RollAuthority(string? Pem = null) : OperatorRequest
{
    /// <summary>Never the key: this may end up in a log.</summary>
    public override string ToString() => nameof(RollAuthority);
}

/// <summary>Trust an authority no longer.</summary>
public sealed record RetireAuthority(string Fingerprint) : OperatorRequest;

/// <summary>Make a link with which somebody becomes a user, or a user chooses another password.</summary>
public sealed record InviteUser(string Name, string Role) : OperatorRequest;

/// <summary>Give a user another role.</summary>
public sealed record ChangeRole(string Name, string Role) : OperatorRequest;

/// <summary>Take a user away.</summary>
public sealed record RemoveUser(string Name) : OperatorRequest;

/// <summary>Ask a user for no one-time codes any more.</summary>
public sealed record RemoveTotp(string Name) : OperatorRequest;

/// <summary>Make a bearer token for a program.</summary>
public sealed record AddApiToken(string Purpose, IReadOnlyList<string> Permissions, long Seconds) : OperatorRequest;

/// <summary>Take a bearer token away.</summary>
public sealed record RemoveApiToken(string Id) : OperatorRequest;

/// <summary>Make a key with which a bouncer of CrowdSec reads the block list.</summary>
public sealed record AddBouncer(string Name) : OperatorRequest;

/// <summary>Take a bouncer's key away.</summary>
public sealed record RemoveBouncer(string Name) : OperatorRequest;

/// <summary>Block all that a text names, or a list of texts, or what is found at an address now and then; each block ends so many seconds after it was imported or last fetched, 0 never.</summary>
public sealed record AddList(string Name, long? Seconds = null, string? Text = null, IReadOnlyList<string>? Entries = null, string? Url = null, long? EverySeconds = null) : OperatorRequest;

/// <summary>Fetch a list now, and block by it again where all blocks were lifted.</summary>
public sealed record RefreshList(string Name) : OperatorRequest;

/// <summary>Send a test message to a target of notifications.</summary>
public sealed record TestNotification(string Name) : OperatorRequest;

/// <summary>Take a list away, with its blocks.</summary>
public sealed record RemoveList(string Name) : OperatorRequest;
