using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Watch;

/// <summary>When one whom the coordinators tell needs a person: messages do not arrive. Pure.</summary>
internal static class TargetNeeds
{
    private const int FailuresBorne = 3;

    /// <summary>What the targets need.</summary>
    public static IEnumerable<Need> Of(IReadOnlyList<TargetState> targets, DateTimeOffset now) => targets
        .Where(target => target.Failures >= FailuresBorne)
        .Select(target => new Need(
            NeedSeverity.Attention,
            KeyOf(target.Name),
            $"Notifications to {target.Name} have failed for {NeedRules.Length(now - (target.FailingSince ?? now))}: {target.Problem}",
            ConsoleLinks.Notifications));

    /// <summary>The key of what one needs.</summary>
    public static string KeyOf(string target) => $"target:{target}";
}
