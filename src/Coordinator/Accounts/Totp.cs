using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace PortSentry.Coordinator.Accounts;

/// <summary>One-time codes of authenticator apps: RFC 6238, HMAC-SHA-1, 6 digits, steps of 30 seconds. Pure.</summary>
internal static class Totp
{
    private const int SecretLength = 20;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const int Drift = 1;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>A new secret, base 32.</summary>
    public static string NewSecret() => Base32.Encode(RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>What an authenticator app reads from a picture or a link.</summary>
    public static string Uri(string secret, string user) =>
        $"otpauth://totp/PortSentry:{System.Uri.EscapeDataString(user)}?secret={secret}&issuer=PortSentry";

    /// <summary>The step whose code this is, of those a step before and after now; null when it is the code of none of them, or of one that is not later than the last one used.</summary>
    public static long? StepOf(string secret, string code, long lastUsed, DateTimeOffset now)
    {
        if (code.Length != Digits || !Base32.TryDecode(secret, out var key))
            return null;

        var current = now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;
        long? found = null;
        for (var step = current - Drift; step <= current + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.ASCII.GetBytes(CodeAt(key, step)), System.Text.Encoding.UTF8.GetBytes(code)))
                found = step;
        }

        return found > lastUsed ? found : null;
    }

    /// <summary>The code of a secret at a moment.</summary>
    public static string CodeAt(string secret, DateTimeOffset at) =>
        Base32.TryDecode(secret, out var key) ? CodeAt(key, at.ToUnixTimeSeconds() / (long)Step.TotalSeconds) : "";

    // RFC 4226, 5.3: four bytes at the place that the last half-byte names, without the sign.
    private static string CodeAt(byte[] key, long step)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
#pragma warning disable CA5350 // The RFC's default, and what every app knows; HMAC does not lean on what SHA-1 lacks.
        var hash = HMACSHA1.HashData(key, message);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & int.MaxValue;
        return (number % Modulus).ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0');
    }
}
