namespace PortSentry.Coordinator.Store;

/// <summary>An enrolment token; of its secret only the hash is kept.</summary>
public sealed record TokenRow
{
    /// <summary>A short name of its own, for people.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of its secret.</summary>
    public required string Hash { get; init; }

    /// <summary>How many sensors it may still enrol.</summary>
    public required int UsesLeft { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until when it can be used.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The labels that its sensors get.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
