namespace PortSentry.Coordinator.Store;

/// <summary>What came of fetching a list.</summary>
public sealed record FetchedList
{
    /// <summary>Why it could not be had, in one sentence; null when it could.</summary>
    public string? Problem { get; init; }

    /// <summary>What it names, sorted, a line each; null when that is as it was, or could not be had.</summary>
    public string? Entries { get; init; }

    /// <summary>What of its text was not used.</summary>
    public UnusedLines Unused { get; init; } = UnusedLines.None;

    /// <summary>What its source calls it; empty when nothing.</summary>
    public string ETag { get; init; } = "";

    /// <summary>When its source says that it changed; empty when it does not.</summary>
    public string LastModified { get; init; } = "";
}
