namespace PortSentry.Coordinator.Store;

/// <summary>A user is signed in with a browser.</summary>
public sealed record SessionRow
{
    /// <summary>The hash of what the cookie holds.</summary>
    public required string Hash { get; init; }

    /// <summary>The user.</summary>
    public required string UserName { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to a minute.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Where from.</summary>
    public required string Address { get; init; }
}
