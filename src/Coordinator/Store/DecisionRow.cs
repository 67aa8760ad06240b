using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>A decision on a target, and why; also one not to block.</summary>
public sealed record DecisionRow
{
    /// <summary>Its number, rising; 0 before it is kept.</summary>
    public long Id { get; init; }

    /// <summary>The target.</summary>
    public required Cidr Target { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>block, extend, unblock, spare (protected or ignored) or keep (blocked long enough already).</summary>
    public required string What { get; init; }

    /// <summary>coordinator, an operator's name, or <c>sensor NAME</c>.</summary>
    public required string Who { get; init; }

    /// <summary>Why, with the evidence.</summary>
    public required string Reason { get; init; }

    /// <summary>Until when it is blocked; null for ever, or when it is not.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The order it led to; 0 when none.</summary>
    public long Position { get; init; }
}
