using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>A list of networks that are blocked on every sensor: imported once, or fetched again and again. What it names is kept beside it.</summary>
public sealed record BlockList
{
    /// <summary>Its name, which its blocks bear.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is fetched; empty for one that was imported.</summary>
    public string Url { get; init; } = "";

    /// <summary>How often; zero for one that was imported.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>How long its blocks last after it was imported, or last fetched; zero for ever.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>Why it is there.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who imported it last, or subscribed to it.</summary>
    public string AddedBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>How many networks it names.</summary>
    public int Entries { get; init; }

    /// <summary>What of its text was not used.</summary>
    public UnusedLines Unused { get; init; } = UnusedLines.None;

    /// <summary>When it was imported, or fetched without failure; null when that never was.</summary>
    public DateTimeOffset? GoodAt { get; init; }

    /// <summary>When its blocks end; null for never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>How it was fetched; null for one that was imported.</summary>
    public ListFetching? Fetching { get; init; }

    /// <summary>Since when it blocks nothing, because all blocks were lifted; null when it does.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>What has come of it; null while it is worked off.</summary>
    public ListTally? Tally { get; init; }
}

/// <summary>Lines of a list that were not used.</summary>
/// <param name="Bad">How many name no network that may be blocked.</param>
/// <param name="First">The first of these, each with its number and what is wrong with it.</param>
/// <param name="Surplus">How many networks were too many.</param>
public sealed record UnusedLines(int Bad, IReadOnlyList<string> First, int Surplus)
{
    /// <summary>All were.</summary>
    public static UnusedLines None { get; } = new(0, [], 0);
}

/// <summary>How a list was fetched.</summary>
public sealed record ListFetching
{
    /// <summary>When that was last tried; null when it never was.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>When it is tried next.</summary>
    public DateTimeOffset NextAt { get; init; }

    /// <summary>How often it failed since it last did not.</summary>
    public int Failures { get; init; }

    /// <summary>Why it failed last; empty when it did not.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What its source calls what we have (RFC 9110, 8.8.3); empty when nothing.</summary>
    public string ETag { get; init; } = "";

    /// <summary>When its source says that it changed, as it says it (RFC 9110, 8.8.2); empty when it does not.</summary>
    public string LastModified { get; init; } = "";
}

/// <summary>What has come of the networks of a list.</summary>
/// <param name="At">When that was seen to.</param>
/// <param name="Blocked">How many are blocked, by it or by others.</param>
/// <param name="Lifted">How many an operator has lifted.</param>
/// <param name="Spared">How many are never blocked: protected, ignored, or special.</param>
/// <param name="SparedFirst">The first of these, with why.</param>
/// <param name="WithoutRoom">For how many there is no room.</param>
public sealed record ListTally(DateTimeOffset At, int Blocked, int Lifted, int Spared, IReadOnlyList<SparedNetwork> SparedFirst, int WithoutRoom);

/// <summary>A network of a list that is never blocked.</summary>
/// <param name="Target">The network.</param>
/// <param name="Why">Why, as the end of a sentence that begins with it.</param>
public sealed record SparedNetwork(Cidr Target, string Why);
