using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Watch;

/// <summary>What the sentence is made of.</summary>
internal sealed record SentenceFacts
{
    /// <summary>The sources of the last ten minutes, the latest first, and what is done about them.</summary>
    public required IReadOnlyList<(Cidr Source, SourceCover Cover)> Scanning { get; init; }

    /// <summary>That no sensor blocks by order; null when they do.</summary>
    public Simulating? Simulating { get; init; }

    /// <summary>True when a coordinator leads.</summary>
    public bool HasLeader { get; init; }

    /// <summary>True while the store cannot be read.</summary>
    public bool IsStoreAway { get; init; }

    /// <summary>Sensors that have carried out every order.</summary>
    public int Up { get; init; }

    /// <summary>Sensors that have not.</summary>
    public int Behind { get; init; }

    /// <summary>Sensors that are not connected.</summary>
    public int Down { get; init; }

    /// <summary>The slowest block of the last hour, in milliseconds; null when there was none.</summary>
    public double? Slowest { get; init; }
}
