using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Api;

/// <summary>Writes a scan kind as the word that all our output has for it; any other word is refused when read.</summary>
internal sealed class ScanKindJsonConverter : JsonConverter<ScanKind>
{
    private static readonly FrozenDictionary<string, ScanKind> ByName = Enum.GetValues<ScanKind>().ToFrozenDictionary(kind => kind.Name());

    /// <inheritdoc/>
    public override ScanKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ByName.TryGetValue(reader.GetString()!, out var kind)
            ? kind
            : throw new JsonException("a scan kind such as syn is expected");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ScanKind value, JsonSerializerOptions options) => writer.WriteStringValue(value.Name());
}
