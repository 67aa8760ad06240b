namespace PortSentry.Coordinator.Store;

/// <summary>Which entries of the audit log are asked for; what is null does not count.</summary>
public sealed record AuditFilter
{
    /// <summary>By this operator.</summary>
    public string? Who { get; init; }

    /// <summary>Words that what was done, or why, holds.</summary>
    public string? Text { get; init; }

    /// <summary>Not earlier than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Earlier than this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Which page.</summary>
    public Keyset Page { get; init; } = Keyset.First;
}
