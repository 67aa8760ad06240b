using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace PortSentry.Shared.Contracts;

/// <summary>Names one enrolled sensor for ever: 16 hexadecimal digits, chosen by the coordinator.</summary>
[JsonConverter(typeof(SensorIdJsonConverter))]
public readonly record struct SensorId
{
    private const int Digits = 16;

    private readonly string? _text;

    private SensorId(string text) => _text = text;

    /// <summary>A new random identity.</summary>
    public static SensorId New() => new(RandomNumberGenerator.GetHexString(Digits, lowercase: true));

    /// <summary>Reads 16 lower-case hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SensorId id)
    {
        var isGood = text is { Length: Digits } && text.All(char.IsAsciiHexDigitLower);
        id = isGood ? new SensorId(text!) : default;
        return isGood;
    }

    /// <summary>Reads an identity that is known to be well formed; throws FormatException otherwise.</summary>
    public static SensorId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no sensor identity");

    /// <summary>The 16 digits; empty for none.</summary>
    public override string ToString() => _text ?? "";
}
