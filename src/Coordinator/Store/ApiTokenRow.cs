using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Store;

/// <summary>A bearer token for programs; of its text only the hash is kept.</summary>
public sealed record ApiTokenRow
{
    /// <summary>A short name of its own, unique.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of its text.</summary>
    public required string Hash { get; init; }

    /// <summary>What it is for.</summary>
    public required string Purpose { get; init; }

    /// <summary>What it may do, as far as its user still may.</summary>
    public required Permission Permissions { get; init; }

    /// <summary>Whose it is; empty for one made over the control socket.</summary>
    public required string UserName { get; init; }

    /// <summary>The id of the token that made it, with which it is removed; null when a person made it.</summary>
    public string? MadeBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was last used, to a minute; null when never.</summary>
    public DateTimeOffset? SeenAt { get; init; }
}
