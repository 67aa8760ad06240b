using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>That a source be blocked.</summary>
public sealed record BlockRequest
{
    /// <summary>What to block.</summary>
    public required Cidr Target { get; init; }

    /// <summary>Which party asks.</summary>
    public required BlockOrigin Origin { get; init; }

    /// <summary>For how long; null to let the policy say, zero for ever.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>Why, in a person's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The alarm that leads to it, if one does.</summary>
    public Alarm? Alarm { get; init; }
}
