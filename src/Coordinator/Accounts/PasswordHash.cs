using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PortSentry.Coordinator.Accounts;

/// <summary>Passwords as they are kept: PBKDF2 with HMAC-SHA-256 (RFC 8018), 600,000 rounds, a salt each, <c>pbkdf2-sha256$ROUNDS$SALT$HASH</c>. Pure but for the salt.</summary>
internal static class PasswordHash
{
    /// <summary>The fewest characters of a password.</summary>
    public const int Shortest = 12;

    /// <summary>The most: longer ones only cost time.</summary>
    public const int Longest = 256;

    private const string Scheme = "pbkdf2-sha256";
    private const int Rounds = 600_000;
    private const int MostRounds = 10_000_000;
    private const int SaltLength = 16;
    private const int HashLength = 32;

    /// <summary>What is wrong with a password, in one sentence; null when nothing is.</summary>
    public static string? Fault(string password, string name) => password switch
    {
        { Length: < Shortest } => $"a password has at least {Shortest} characters",
        { Length: > Longest } => $"a password has at most {Longest} characters",
        _ when password.Contains(name, StringComparison.OrdinalIgnoreCase) => "a password does not contain the user's name",
        _ when password.Distinct().Count() < 5 => "a password has at least 5 different characters",
        _ => null,
    };

    /// <summary>Hashes one; takes a fraction of a second of CPU on purpose.</summary>
    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return Text(salt, Derive(password, salt, Rounds));
    }

    /// <summary>What is no password's: to verify it takes as long as any, to make it takes nothing.</summary>
    public static string OfNobody() => Text(RandomNumberGenerator.GetBytes(SaltLength), RandomNumberGenerator.GetBytes(HashLength));

    /// <summary>True when the password is the one that was hashed; takes as long when it is not.</summary>
    public static bool Verify(string hash, string password)
    {
        var parts = hash.Split('$');
        if (parts is not [Scheme, var rounds, var salt, var kept] || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostRounds)
            return false;

        return CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), count), Convert.FromBase64String(kept));
    }

    private static string Text(byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}");

    // Letters that are composed differently on two keyboards are the same letters.
    private static byte[] Derive(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormC)), salt, rounds, HashAlgorithmName.SHA256, HashLength);
}
