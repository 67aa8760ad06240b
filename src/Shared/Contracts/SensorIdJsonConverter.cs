using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Contracts;

/// <summary>Writes a sensor's identity as its digits; anything else is refused when read.</summary>
public sealed class SensorIdJsonConverter : JsonConverter<SensorId>
{
    /// <inheritdoc/>
    public override SensorId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && SensorId.TryParse(reader.GetString(), out var id)
            ? id
            : throw new JsonException("a sensor identity is expected");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SensorId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
