namespace PortSentry.Coordinator.Api;

/// <summary>What became of a change.</summary>
public sealed record OperatorAnswer
{
    /// <summary>Why it was not made, in one sentence; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>What was done, a line each.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>The token that was made.</summary>
    public TokenView? Token { get; init; }

    /// <summary>Sensors that have carried it out, of those connected.</summary>
    public int SensorsLevel { get; init; }

    /// <summary>Sensors that are connected.</summary>
    public int SensorsConnected { get; init; }
}
