using System.Text.Json;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Akka;

/// <summary>Why what was asked is refused: the status and the sentence that the HTTPS engine would have answered.</summary>
/// <param name="Status">The HTTP status, of which docs/link.md says what a sensor then does.</param>
/// <param name="Error">The sentence, for the sensor's operator.</param>
/// <param name="RetryAfter">When to ask again; null for whenever the sensor likes.</param>
public sealed record FrameRefusal(int Status, string Error, TimeSpan? RetryAfter)
{
    /// <summary>The number that an opening must exceed: the sensor's clock was set back, and its numbers with it. Null where that is not the reason.</summary>
    public long? Above { get; init; }

    /// <summary>Its bytes.</summary>
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, FrameJson.Default.FrameRefusal);

    /// <summary>Reads one; null when it is none.</summary>
    public static FrameRefusal? Decode(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, FrameJson.Default.FrameRefusal);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Writes and reads the bodies of frames, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FrameRefusal))]
internal sealed partial class FrameJson : JsonSerializerContext;
