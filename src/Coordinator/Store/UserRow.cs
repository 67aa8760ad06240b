using PortSentry.Coordinator.Accounts;

namespace PortSentry.Coordinator.Store;

/// <summary>Somebody who may sign in to the console.</summary>
public sealed record UserRow
{
    /// <summary>The name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>What the user is.</summary>
    public required Role Role { get; init; }

    /// <summary>The password's hash.</summary>
    public required string Password { get; init; }

    /// <summary>The secret of the authenticator app, base 32; null when there is none.</summary>
    public string? TotpSecret { get; init; }

    /// <summary>The step of the last one-time code that was used: none before it counts again.</summary>
    public long TotpStep { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user last signed in; null when never.</summary>
    public DateTimeOffset? SignedInAt { get; init; }
}
