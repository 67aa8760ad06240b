namespace PortSentry.Sensor.Block.Templates;

/// <summary>A well-known KILL_ROUTE that a blocker does without a shell, for IPv6 as well.</summary>
/// <param name="Blocker">The blocker.</param>
/// <param name="Rejects">True when the source gets an answer that says no, false for silence.</param>
/// <param name="LeavesOut">What of the template is not done; null when all of it is.</param>
public sealed record NativeRoute(string Blocker, bool Rejects, string? LeavesOut = null);
