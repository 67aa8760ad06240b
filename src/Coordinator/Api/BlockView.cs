using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>A block of the fleet as operators see it.</summary>
public sealed record BlockView
{
    /// <summary>What is blocked.</summary>
    public required Cidr Target { get; init; }

    /// <summary>Until when; null for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>operator, coordinator or list.</summary>
    public required string Origin { get; init; }

    /// <summary>The block list that wants it; null when another does.</summary>
    public string? List { get; init; }

    /// <summary>Since when; null when it is not known.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Its last order; 0 when it is not known.</summary>
    public long Position { get; init; }

    /// <summary>The port of the alarm that led to it; 0 when none did.</summary>
    public int Port { get; init; }

    /// <summary>Connected sensors on which it is in force: that have carried its order out, and not refused it.</summary>
    public int SensorsInForce { get; init; }

    /// <summary>Sensors that are connected.</summary>
    public int SensorsConnected { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
