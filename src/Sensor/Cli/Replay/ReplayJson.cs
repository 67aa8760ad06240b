using System.Text.Json.Serialization;

namespace PortSentry.Sensor.Cli.Replay;

/// <summary>Writes what <c>portsentry replay -o json</c> prints, a line each, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReplayAlarmLine))]
[JsonSerializable(typeof(ReplaySummaryLine))]
public sealed partial class ReplayJson : JsonSerializerContext;
