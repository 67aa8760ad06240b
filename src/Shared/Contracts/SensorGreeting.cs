namespace PortSentry.Shared.Contracts;

/// <summary>The first event of an order stream: who the sensor is to the fleet, and the coordinator's clock.</summary>
/// <param name="SensorId">The sensor's identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels, which the policy's rules speak of.</param>
/// <param name="Authorities">The trusted authorities, a PEM bundle: kept when it changed.</param>
/// <param name="Now">The coordinator's clock.</param>
public sealed record SensorGreeting(SensorId SensorId, string Name, IReadOnlyDictionary<string, string> Labels, string Authorities, DateTimeOffset Now);

/// <summary>Says every 15 seconds that the stream lives.</summary>
/// <param name="Now">The coordinator's clock.</param>
/// <param name="Position">The last order there is.</param>
public sealed record StreamPing(DateTimeOffset Now, long Position);

/// <summary>Says that the sensor must fetch <c>/sensor/v1/snapshot</c>: its position is unknown here, or its digest differs.</summary>
/// <param name="LogId">The order log it is of.</param>
/// <param name="Position">The position it has at the least.</param>
/// <param name="Why">In one sentence.</param>
public sealed record SnapshotWanted(string LogId, long Position, string Why);
