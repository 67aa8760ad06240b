using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PortSentry.Coordinator.Accounts;

/// <summary>Texts that nobody guesses: 256 random bits behind a word that says what they are for. Only their hash is kept.</summary>
internal static class Secret
{
    /// <summary>The word before a session's.</summary>
    public const string Session = "pss_";

    /// <summary>The word before an API token's.</summary>
    public const string ApiToken = "psa_";

    /// <summary>The word before a bouncer's key.</summary>
    public const string Bouncer = "psb_";

    /// <summary>The word before an invitation's.</summary>
    public const string Invitation = "psi_";

    private const int Length = 32;

    /// <summary>A new one.</summary>
    public static string New(string word) => word + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));

    /// <summary>What is kept of one.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
