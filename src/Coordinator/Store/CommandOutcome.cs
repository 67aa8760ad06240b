using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>What became of a command.</summary>
public sealed record CommandOutcome
{
    /// <summary>The command's identity.</summary>
    public required Guid Command { get; init; }

    /// <summary>When it was carried out.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why it was not, in one sentence; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>The targets it concerned.</summary>
    public IReadOnlyList<Cidr> Targets { get; init; } = [];

    /// <summary>The position of the last order it led to; the position it found when it led to none.</summary>
    public long Position { get; init; }
}
