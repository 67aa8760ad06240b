namespace PortSentry.Coordinator.Watch;

/// <summary>A sensor is in another state now.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">up, behind, down or revoked.</param>
public sealed record SensorTurn(string Name, string State);
