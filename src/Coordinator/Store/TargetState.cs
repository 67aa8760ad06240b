namespace PortSentry.Coordinator.Store;

/// <summary>How it goes with one whom the coordinators tell, and how far that one was told: whoever leads next goes on there.</summary>
public sealed record TargetState
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>The last decision that it was told of, or need not be.</summary>
    public long Decision { get; init; }

    /// <summary>The last change, likewise.</summary>
    public long Change { get; init; }

    /// <summary>The needs that it was told of and that are not settled: what was told, by key.</summary>
    public IReadOnlyDictionary<string, string> Told { get; init; } = new Dictionary<string, string>();

    /// <summary>Messages that it took.</summary>
    public long Sent { get; init; }

    /// <summary>Attempts that failed.</summary>
    public long Failed { get; init; }

    /// <summary>Events that were left out, since too many waited or they waited too long.</summary>
    public long LeftOut { get; init; }

    /// <summary>When it last took a message; null when never.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Attempts that failed since then.</summary>
    public int Failures { get; init; }

    /// <summary>Since when they fail; null while they do not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why the last attempt failed, or whom the last message did not reach; empty while all is well.</summary>
    public string Problem { get; init; } = "";
}
