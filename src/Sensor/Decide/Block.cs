using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>One entry of the block list.</summary>
public sealed record Block
{
    /// <summary>What is blocked.</summary>
    public required Cidr Target { get; init; }

    /// <summary>Which party ordered it.</summary>
    public required BlockOrigin Origin { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Until when; null for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it came into force, or was found in force at start; null before.</summary>
    public DateTimeOffset? InForceAt { get; init; }

    /// <summary>True when the source's address is proven, not possibly forged.</summary>
    public bool Proven { get; init; }

    /// <summary>True when an order of the coordinator covers it as well: it then gives way to none, and what was this host's own stays so.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>How often it was blocked, this time included.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Why, in a person's words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The alarm that led to it, if one did.</summary>
    public Alarm? Alarm { get; init; }

    /// <summary>True when it is over.</summary>
    public bool HasEnded(DateTimeOffset now) => Until <= now;
}
