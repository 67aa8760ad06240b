using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Api;

/// <summary>One sensor with its latest history.</summary>
/// <param name="Sensor">The sensor.</param>
/// <param name="Refusals">The orders that it refused, the latest first.</param>
/// <param name="Alarms">Its alarms, the latest first.</param>
public sealed record SensorDetail(SensorView Sensor, IReadOnlyList<RefusalRow> Refusals, IReadOnlyList<AlarmRow> Alarms);
