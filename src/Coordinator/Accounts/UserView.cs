namespace PortSentry.Coordinator.Accounts;

/// <summary>A user as administrators see it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">viewer, operator or admin.</param>
/// <param name="HasTotp">True when one-time codes are asked for.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="SignedInAt">When the user last signed in; null when never.</param>
public sealed record UserView(string Name, string Role, bool HasTotp, DateTimeOffset CreatedAt, DateTimeOffset? SignedInAt);
