using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>An enrolled sensor whose certificate was accepted on this connection.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
internal sealed record SensorPeer(SensorId Id, string Name, IReadOnlyDictionary<string, string> Labels);
