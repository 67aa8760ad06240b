using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Orders;

/// <summary>Writes a position as its text; anything else is refused when read.</summary>
public sealed class OrderPositionJsonConverter : JsonConverter<OrderPosition>
{
    /// <inheritdoc/>
    public override OrderPosition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && OrderPosition.TryParse(reader.GetString(), out var position)
            ? position
            : throw new JsonException("a position such as 3f9a.17 is expected");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, OrderPosition value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
