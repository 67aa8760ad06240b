using System.Text.Json.Serialization;

namespace PortSentry.Lab;

/// <summary>What the lab saw, as <c>scripts/lab -o json</c> prints it.</summary>
internal sealed record LabReport
{
    /// <summary>True when the source was blocked as seen from the attacker.</summary>
    public required bool Blocked { get; init; }

    /// <summary>The address that scanned.</summary>
    public required string Source { get; init; }

    /// <summary>The address that was scanned.</summary>
    public required string Host { get; init; }

    /// <summary>The scan's kind, by the sensor.</summary>
    public required string Kind { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<LabStep> Timeline { get; init; }
}

/// <summary>One step of the timeline, in milliseconds after the first probe.</summary>
internal sealed record LabStep(string What, [property: JsonPropertyName("atMs")] double At, string Words);
