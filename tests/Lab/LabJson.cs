using System.Text.Json.Serialization;

namespace PortSentry.Lab;

/// <summary>Writes the lab's report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(LabReport))]
internal sealed partial class LabJson : JsonSerializerContext;
