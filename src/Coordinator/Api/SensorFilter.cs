namespace PortSentry.Coordinator.Api;

/// <summary>Which sensors are asked for; what is null does not count.</summary>
public sealed record SensorFilter
{
    /// <summary>A part of the name, of a label or of an address.</summary>
    public string? Text { get; init; }

    /// <summary>up, behind, down or revoked; revoked ones are left out where nobody asks for them.</summary>
    public string? State { get; init; }

    /// <summary>Of this version.</summary>
    public string? Version { get; init; }
}
