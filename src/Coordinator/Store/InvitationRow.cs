using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Store;

/// <summary>A link that somebody chooses a password with, once.</summary>
public sealed record InvitationRow
{
    /// <summary>The hash of its code.</summary>
    public required string Hash { get; init; }

    /// <summary>The user; empty when whoever opens it chooses a name: the first administrator.</summary>
    public required string UserName { get; init; }

    /// <summary>What a new user will be.</summary>
    public required Role Role { get; init; }

    /// <summary>Until when it can be used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
