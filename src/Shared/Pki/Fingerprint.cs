using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PortSentry.Shared.Pki;

/// <summary>The SHA-256 of a certificate as 64 lower-case hexadecimal digits.</summary>
public static class Fingerprint
{
    private const int Digits = 64;

    /// <summary>That of a certificate.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();
    }

    /// <summary>True when the text can be one.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == Digits && text.All(char.IsAsciiHexDigitLower);
    }
}
