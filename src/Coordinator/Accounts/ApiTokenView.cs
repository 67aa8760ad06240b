namespace PortSentry.Coordinator.Accounts;

/// <summary>A bearer token as its owner and administrators see it; its text is told once, when it is made.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="UserName">Whose it is; empty for the command line's.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
/// <param name="SeenAt">When it was last used; null when never.</param>
public sealed record ApiTokenView(string Id, string Purpose, IReadOnlyList<string> Permissions, string UserName, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? SeenAt);
