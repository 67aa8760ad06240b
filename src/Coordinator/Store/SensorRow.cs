using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store;

/// <summary>An enrolled sensor.</summary>
public sealed record SensorRow
{
    /// <summary>Its identity.</summary>
    public required SensorId Id { get; init; }

    /// <summary>Its name, unique among those not revoked.</summary>
    public required string Name { get; init; }

    /// <summary>When it was enrolled.</summary>
    public required DateTimeOffset EnrolledAt { get; init; }

    /// <summary>When it was revoked; null while it is not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>How it was when it was last heard of; null before the first word.</summary>
    public SensorState? State { get; init; }
}
