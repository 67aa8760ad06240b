using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Store;

/// <summary>That a sensor be made by a token.</summary>
/// <param name="TokenHash">The hash of the token's secret.</param>
/// <param name="Id">The identity it is to have.</param>
/// <param name="Name">The name it asks for.</param>
/// <param name="Now">The coordinator's clock.</param>
public sealed record Enrolling(string TokenHash, SensorId Id, string Name, DateTimeOffset Now);

/// <summary>What became of an enrolment.</summary>
/// <param name="Refusal">Why not, in one sentence; null when the sensor was made.</param>
public sealed record Enrolled(string? Refusal);
