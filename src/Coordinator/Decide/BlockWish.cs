using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>That a source be blocked on a sensor's evidence.</summary>
internal sealed record BlockWish
{
    /// <summary>What to block.</summary>
    public required Cidr Target { get; init; }

    /// <summary>The address that was seen, which is blocked by itself where its network must not be; null when none was.</summary>
    public Address? Source { get; init; }

    /// <summary>The sensor whose word completes the evidence.</summary>
    public required string Sensor { get; init; }

    /// <summary>The time of the evidence, from which the block is counted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What leads to it, such as <c>port-scan web1</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>Why, with the evidence.</summary>
    public required string Reason { get; init; }

    /// <summary>Who decides: coordinator, or <c>sensor NAME</c>.</summary>
    public string Who { get; init; } = Blocking.Coordinator;

    /// <summary>The port of the alarm, 0 when there is none.</summary>
    public int Port { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>True when a person asks for it.</summary>
    public bool ByOperator { get; init; }

    /// <summary>True when what is known of the source is not at hand: it takes part in what others have completed.</summary>
    public bool IsOfOthers { get; init; }

    /// <summary>True when what is known of the source counts, and is kept.</summary>
    public bool IsOfKnown => !IsOfOthers && FleetGuard.IsSource(Target);

    /// <summary>Its end at the latest; null to let the policy say.</summary>
    public DateTimeOffset? NotAfter { get; init; }
}
