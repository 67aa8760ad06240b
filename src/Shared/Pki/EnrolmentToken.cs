using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace PortSentry.Shared.Pki;

/// <summary>What enrols a sensor: a secret, and the fingerprint of the authority that the coordinator must show, <c>pse1.SECRET.FINGERPRINT</c>.</summary>
public sealed class EnrolmentToken
{
    private const string Version = "pse1";
    private const int SecretLength = 32;
    private const int LongestText = 256;

    private EnrolmentToken(string secret, string fingerprint) => (Secret, Fingerprint) = (secret, fingerprint);

    /// <summary>The SHA-256 of the authority's certificate, 64 lower-case hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>The token as it is handed over: whoever has it can enrol.</summary>
    public string Text => $"{Version}.{Secret}.{Fingerprint}";

    /// <summary>What is kept of the secret: its SHA-256, 64 lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));

    private string Secret { get; }

    /// <summary>A new one for an authority.</summary>
    public static EnrolmentToken New(string fingerprint) =>
        new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength)), fingerprint);

    /// <summary>Reads one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EnrolmentToken? token)
    {
        token = text is { Length: <= LongestText } && text.Split('.') is [Version, var secret, var fingerprint] && IsSecret(secret) && Pki.Fingerprint.IsOne(fingerprint)
            ? new EnrolmentToken(secret, fingerprint)
            : null;
        return token is not null;
    }

    /// <summary>Never the secret: this may end up in a log.</summary>
    public override string ToString() => $"{Version}.***.{Fingerprint}";

    private static bool IsSecret(string text)
    {
        Span<byte> bytes = stackalloc byte[SecretLength];
        return text.Length == Base64Url.GetEncodedLength(SecretLength)
            && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var length)
            && length == SecretLength
            && Base64Url.EncodeToString(bytes) == text;
    }
}
