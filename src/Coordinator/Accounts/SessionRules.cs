using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Accounts;

/// <summary>How long a session counts. Pure.</summary>
internal static class SessionRules
{
    /// <summary>So long after it was last used.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>So long in all.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private static readonly TimeSpan NotedAfter = TimeSpan.FromMinutes(1);

    /// <summary>True while it counts.</summary>
    public static bool Counts(SessionRow session, DateTimeOffset now) => now - session.SeenAt < Idle && now - session.CreatedAt < Longest;

    /// <summary>True when it is worth a write that it is used.</summary>
    public static bool IsWorthNoting(DateTimeOffset? seenAt, DateTimeOffset now) => seenAt is not { } seen || (now - seen).Duration() >= NotedAfter;
}
