using System.Text.Json.Serialization;

namespace PortSentry.Coordinator.Api;

/// <summary>What became of a change.</summary>
public sealed record OperatorAnswer
{
    /// <summary>Why it was not made, in one sentence; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>True when it was not made because the caller may not.</summary>
    [JsonIgnore]
    public bool IsForbidden { get; init; }

    /// <summary>What was done, a line each.</summary>
    public IReadOnlyList<string> Done { get; init; } = [];

    /// <summary>The token that was made.</summary>
    public TokenView? Token { get; init; }

    /// <summary>The link to choose a password at.</summary>
    public string? Link { get; init; }

    /// <summary>The text of the bearer token that was made; it is told this once.</summary>
    public string? ApiToken { get; init; }

    /// <summary>The block list that it is about.</summary>
    public BlockListView? List { get; init; }

    /// <summary>The last order that it led to, whose spread can be followed; 0 when it led to none.</summary>
    public long Position { get; init; }

    /// <summary>Sensors that have carried it out, of those connected.</summary>
    public int SensorsLevel { get; init; }

    /// <summary>Sensors that are connected.</summary>
    public int SensorsConnected { get; init; }
}
