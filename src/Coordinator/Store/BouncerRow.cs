namespace PortSentry.Coordinator.Store;

/// <summary>A key with which a bouncer reads the block list; of its text only the hash is kept.</summary>
public sealed record BouncerRow
{
    /// <summary>Its name, unique.</summary>
    public required string Name { get; init; }

    /// <summary>The hash of the key's text.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
