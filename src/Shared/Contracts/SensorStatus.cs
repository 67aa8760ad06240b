using PortSentry.Shared.Net;

namespace PortSentry.Shared.Contracts;

/// <summary>How a sensor is; fields are only ever added.</summary>
public sealed record SensorStatus
{
    /// <summary>Addresses in one status at the most.</summary>
    public const int MaxAddresses = 64;

    /// <summary>Words in each of its lists at the most: modes, interfaces, blockers.</summary>
    public const int MaxWords = 32;

    /// <summary>Characters in one of its words at the most.</summary>
    public const int MaxWord = 32;

    /// <summary>The sensor's version.</summary>
    public required string Version { get; init; }

    /// <summary>Since when it watches.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The modes that run.</summary>
    public required IReadOnlyList<string> Modes { get; init; }

    /// <summary>What it does with orders: block or simulate.</summary>
    public required string Orders { get; init; }

    /// <summary>Its own addresses but loopback and link-local ones: they are protected on every sensor.</summary>
    public required IReadOnlyList<Address> Addresses { get; init; }

    /// <summary>The interfaces watched, the first of them where they are many; empty for all but the loopback.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>The blockers in use.</summary>
    public IReadOnlyList<string> Blockers { get; init; } = [];

    /// <summary>Blocks in force.</summary>
    public int Blocks { get; init; }

    /// <summary>Alarms raised since the start.</summary>
    public long Alarms { get; init; }

    /// <summary>Frames lost because the ring was full.</summary>
    public long FramesDropped { get; init; }

    /// <summary>Reports waiting in the outbox.</summary>
    public long OutboxWaiting { get; init; }

    /// <summary>Reports that the outbox had to drop since it was made.</summary>
    public long OutboxDropped { get; init; }
}
