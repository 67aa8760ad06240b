using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>A block list as operators see it.</summary>
public sealed record BlockListView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is fetched; empty for one that was imported.</summary>
    public string Url { get; init; } = "";

    /// <summary>new (not fetched yet), working (what it wants is being done), in-force, held (all blocks were lifted) or over.</summary>
    public required string State { get; init; }

    /// <summary>How many networks it names.</summary>
    public int Entries { get; init; }

    /// <summary>How many of them are blocked, by it or by others.</summary>
    public int Blocked { get; init; }

    /// <summary>How many an operator has lifted.</summary>
    public int Lifted { get; init; }

    /// <summary>How many are never blocked: protected, ignored, or special.</summary>
    public int Spared { get; init; }

    /// <summary>The first of these, with why.</summary>
    public IReadOnlyList<SparedNetwork> SparedFirst { get; init; } = [];

    /// <summary>For how many there is no room.</summary>
    public int WithoutRoom { get; init; }

    /// <summary>How many lines name no network that may be blocked.</summary>
    public int BadLines { get; init; }

    /// <summary>The first of these, each with its number and what is wrong with it.</summary>
    public IReadOnlyList<string> BadLinesFirst { get; init; } = [];

    /// <summary>How many networks were too many for one list.</summary>
    public int Surplus { get; init; }

    /// <summary>How long its blocks last after it was imported, or last fetched; zero for ever.</summary>
    public TimeSpan Lasts { get; init; }

    /// <summary>How often it is fetched; zero for one that was imported.</summary>
    public TimeSpan Every { get; init; }

    /// <summary>When it was imported, or fetched without failure; null when that never was.</summary>
    public DateTimeOffset? GoodAt { get; init; }

    /// <summary>When its blocks end; null for never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>When it was last tried to fetch it; null when it never was.</summary>
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>When it is fetched next; null for one that was imported.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Why it could not be fetched last; empty when it could.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Who imported it last, or subscribed to it.</summary>
    public string AddedBy { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>Why.</summary>
    public string Reason { get; init; } = "";
}
