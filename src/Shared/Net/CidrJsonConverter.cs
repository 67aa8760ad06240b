using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Net;

/// <summary>Writes a network as its canonical text; anything else is refused when read.</summary>
public sealed class CidrJsonConverter : JsonConverter<Cidr>
{
    /// <inheritdoc/>
    public override Cidr Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Cidr.TryParse(reader.GetString(), out var network)
            ? network
            : throw new JsonException("an IP address or network is expected");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Cidr value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.ToString());
    }
}
