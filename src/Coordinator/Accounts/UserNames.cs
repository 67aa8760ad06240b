namespace PortSentry.Coordinator.Accounts;

/// <summary>Names of users. Pure.</summary>
internal static class UserNames
{
    /// <summary>What is allowed, for errors.</summary>
    public const string Allowed = "1 to 64 letters, digits, dots, dashes, underscores or @";

    private const int Longest = 64;

    /// <summary>True when it is one.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= Longest && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@');
}
