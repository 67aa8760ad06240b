using PortSentry.Shared.Metrics;

namespace PortSentry.Sensor.Metrics;

/// <summary>How the sensor was at a moment.</summary>
/// <param name="Metrics">Its metrics; of parts that did not answer in time those are missing.</param>
/// <param name="Silent">The parts that did not answer.</param>
/// <param name="Unready">Why it does not watch, in a word; null while it does.</param>
internal sealed record SensorReading(IReadOnlyList<Metric> Metrics, IReadOnlyList<string> Silent, string? Unready);
