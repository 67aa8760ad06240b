namespace PortSentry.Coordinator.Store;

/// <summary>One coordinator process of the cluster.</summary>
public sealed record MemberRow
{
    /// <summary>Its name, unique in the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>Where sensors reach it.</summary>
    public required string Url { get; init; }

    /// <summary>Its version.</summary>
    public required string Version { get; init; }

    /// <summary>Since when it runs.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was last heard of.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>True when it led then.</summary>
    public bool IsLeader { get; init; }

    /// <summary>How many order streams it served then.</summary>
    public int Streams { get; init; }
}
