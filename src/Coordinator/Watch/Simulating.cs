using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Watch;

/// <summary>That no sensor blocks by order.</summary>
/// <param name="Since">Since when; null when it is not known.</param>
/// <param name="Until">Until when; null until somebody ends it.</param>
/// <param name="Who">Who wanted it; empty when the policy says it.</param>
/// <param name="Reason">Why.</param>
public sealed record Simulating(DateTimeOffset? Since, DateTimeOffset? Until, string Who, string Reason)
{
    /// <summary>What a policy says of it; null when sensors block.</summary>
    internal static Simulating? Of(DecisionPolicy policy) => policy switch
    {
        { BreakGlass: { } glass } => new Simulating(glass.Since, glass.Until, glass.Who, glass.Reason),
        { Simulate: true } => new Simulating(null, null, "", "the policy says so"),
        _ => null,
    };
}
