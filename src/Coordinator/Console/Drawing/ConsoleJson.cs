using System.Text.Json.Serialization;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Writes what pages hand to their own scripts and to the page after.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChartFigures))]
[JsonSerializable(typeof(Toast))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
