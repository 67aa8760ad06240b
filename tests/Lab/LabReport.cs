using System.Text.Json.Serialization;

namespace PortSentry.Lab;

/// <summary>What the lab saw, as <c>scripts/lab -o json</c> prints it; source, host, kind and timeline are the first scan's.</summary>
internal sealed record LabReport
{
    /// <summary>True when each scan was blocked by every host, as seen from the attacker.</summary>
    public required bool Blocked { get; init; }

    /// <summary>True when every host answered again after one command at the coordinator.</summary>
    public required bool Freed { get; init; }

    /// <summary>The address that scanned.</summary>
    public required string Source { get; init; }

    /// <summary>The address that was scanned.</summary>
    public required string Host { get; init; }

    /// <summary>The scan's kind, by the sensor.</summary>
    public required string Kind { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<LabStep> Timeline { get; init; }

    /// <summary>The scan in the moment in which the leader was killed; null without --ha.</summary>
    public LabScan? Failover { get; init; }

    /// <summary>What happened when the source was freed, in order.</summary>
    public required IReadOnlyList<LabStep> Freeing { get; init; }
}

/// <summary>One scan, and what came of it.</summary>
internal sealed record LabScan(bool Blocked, string Source, string Host, string Kind, IReadOnlyList<LabStep> Timeline);

/// <summary>One step of a timeline: on which host, and how many milliseconds after the first probe, or after the command that freed.</summary>
internal sealed record LabStep(string What, string Host, [property: JsonPropertyName("atMs")] double At, string Words);
