using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store;

/// <summary>A sensor did not carry out an order.</summary>
/// <param name="Sensor">The sensor's name.</param>
/// <param name="At">When it said so.</param>
/// <param name="Refused">What, and why.</param>
public sealed record RefusalRow(string Sensor, DateTimeOffset At, OrderRefused Refused);
