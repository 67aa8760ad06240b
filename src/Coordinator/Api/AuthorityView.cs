namespace PortSentry.Coordinator.Api;

/// <summary>An authority of the fleet as operators see it.</summary>
/// <param name="Fingerprint">The SHA-256 of its certificate.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Role">signs (new certificates), listens (the coordinators show its certificates), both, or trusted.</param>
/// <param name="Certificate">Its certificate, PEM: what trusts it trusts the coordinators, and the console.</param>
public sealed record AuthorityView(string Fingerprint, DateTimeOffset CreatedAt, string Role, string Certificate);
