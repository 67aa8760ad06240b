using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store;

/// <summary>A first contact that a sensor saw.</summary>
/// <param name="Sensor">The sensor's name.</param>
/// <param name="Contact">The contact.</param>
public sealed record ContactRow(string Sensor, FirstContact Contact);
