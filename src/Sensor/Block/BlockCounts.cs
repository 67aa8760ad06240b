using PortSentry.Sensor.Decide;
using PortSentry.Shared.Metrics;

namespace PortSentry.Sensor.Block;

/// <summary>What the owner of the block list counts.</summary>
public sealed record BlockCounts
{
    /// <summary>Blocks in force, by the party that ordered them.</summary>
    public required IReadOnlyDictionary<BlockOrigin, int> ByOrigin { get; init; }

    /// <summary>Blocks that each blocker is to hold.</summary>
    public required IReadOnlyDictionary<string, int> ByBlocker { get; init; }

    /// <summary>Blocks that came into force.</summary>
    public required long Made { get; init; }

    /// <summary>Blocks that were lifted, ended or gave way.</summary>
    public required long Freed { get; init; }

    /// <summary>Blocks that were refused, by the reason.</summary>
    public required IReadOnlyDictionary<Refusal, long> Refused { get; init; }

    /// <summary>From the probe that raised an alarm to its block in force.</summary>
    public required DurationCounts TimeToBlock { get; init; }

    /// <summary>How long changes of the firewall within this process took.</summary>
    public required DurationCounts FirewallChanges { get; init; }

    /// <summary>Changes of the firewall that failed.</summary>
    public required long FirewallFailures { get; init; }
}
