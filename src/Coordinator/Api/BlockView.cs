using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>A block of the fleet as operators see it.</summary>
public sealed record BlockView
{
    /// <summary>What is blocked.</summary>
    public required Cidr Target { get; init; }

    /// <summary>Until when; null for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>operator or coordinator.</summary>
    public required string Origin { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
