namespace PortSentry.Coordinator.Decide;

/// <summary>That an operator has the whole fleet simulate for a while, whatever the policy says else.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when; null until somebody ends it.</param>
/// <param name="Who">Who wanted it.</param>
/// <param name="Reason">Why.</param>
public sealed record BreakGlass(DateTimeOffset Since, DateTimeOffset? Until, string Who, string Reason);
