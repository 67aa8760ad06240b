using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>A sensor as operators see it.</summary>
public sealed record SensorView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its identity.</summary>
    public required string Id { get; init; }

    /// <summary>up, behind (connected, but not at the last order), down or revoked.</summary>
    public required string State { get; init; }

    /// <summary>When it was last heard of; null before the first word.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>The member that it talks to.</summary>
    public string Member { get; init; } = "";

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The modes that run on it.</summary>
    public IReadOnlyList<string> Modes { get; init; } = [];

    /// <summary>What it does with orders: block or simulate.</summary>
    public string Orders { get; init; } = "";

    /// <summary>Its addresses, which are protected on every sensor.</summary>
    public IReadOnlyList<Address> Addresses { get; init; } = [];

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The last order that it has carried out.</summary>
    public long Position { get; init; }

    /// <summary>Orders that it has still to carry out.</summary>
    public long OrdersBehind { get; init; }

    /// <summary>When it was enrolled.</summary>
    public DateTimeOffset EnrolledAt { get; init; }

    /// <summary>When it was revoked; null while it is not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Since when it watches; null before the first word.</summary>
    public DateTimeOffset? WatchesSince { get; init; }

    /// <summary>The interfaces watched; empty for all but the loopback.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>The blockers in use.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>Frames lost because its ring was full.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Blocks in force on it.</summary>
    public int Blocks { get; init; }

    /// <summary>Alarms that it raised since it started.</summary>
    public long Alarms { get; init; }

    /// <summary>Reports waiting in its outbox.</summary>
    public long OutboxWaiting { get; init; }

    /// <summary>Reports that its outbox had to drop.</summary>
    public long OutboxDropped { get; init; }
}
