using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortSentry.Sensor.Cli.Control;

/// <summary>Writes and reads what goes over the control socket, and what -o json prints, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ControlRequest))]
[JsonSerializable(typeof(ControlReply))]
[JsonSerializable(typeof(CheckView))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(BlockView))]
[JsonSerializable(typeof(IReadOnlyList<BlockView>))]
[JsonSerializable(typeof(FreedView))]
public sealed partial class ControlJson : JsonSerializerContext
{
    /// <summary>For people who look at it: a line a field.</summary>
    public static ControlJson Indented { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });
}
