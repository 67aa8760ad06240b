using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store;

/// <summary>What a sensor last said of itself.</summary>
public sealed record SensorState
{
    /// <summary>Its identity.</summary>
    public required SensorId Id { get; init; }

    /// <summary>When it was last heard of.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The member that it talks to.</summary>
    public required string Member { get; init; }

    /// <summary>True while its order stream is open.</summary>
    public bool IsConnected { get; init; }

    /// <summary>How far it carried out orders; null before the first word.</summary>
    public OrdersApplied? Applied { get; init; }

    /// <summary>Its status; null before the first word.</summary>
    public SensorStatus? Status { get; init; }
}
