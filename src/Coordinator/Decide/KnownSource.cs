using PortSentry.Shared.Correlate;

namespace PortSentry.Coordinator.Decide;

/// <summary>What the leader knows of one source. Immutable and bounded.</summary>
internal sealed record KnownSource
{
    /// <summary>Causes of a block that are held at the most; when full, the first stay: so many sensors do not all take their alarms back.</summary>
    public const int MaxCauses = 16;

    /// <summary>Nothing.</summary>
    public static KnownSource None { get; } = new();

    /// <summary>What the sensors have seen of it.</summary>
    public SourceEvidence Evidence { get; init; } = SourceEvidence.None;

    /// <summary>How often it was blocked.</summary>
    public int Times { get; init; }

    /// <summary>What would have led to the block that it has, such as <c>port-scan web1</c>.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>When its block was last lifted by an operator: older evidence no longer counts.</summary>
    public DateTimeOffset? LiftedAt { get; init; }

    /// <summary>The end of the block of which it was said that it is kept.</summary>
    public DateTimeOffset? KeptUntil { get; init; }

    /// <summary>With one more cause.</summary>
    public KnownSource With(string cause) =>
        Causes.Contains(cause) || Causes.Count >= MaxCauses ? this : this with { Causes = [.. Causes, cause] };

    /// <summary>As after an operator lifted its block.</summary>
    public KnownSource Lifted(DateTimeOffset at) =>
        at <= LiftedAt ? this : this with { LiftedAt = at, Evidence = SourceEvidence.None, Causes = [], KeptUntil = null };
}
