namespace PortSentry.Shared.Net;

/// <summary>Names of hosts, as strangers may have chosen them (RFC 1123, 2.1).</summary>
public static class HostName
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    /// <summary>True for labels of letters, digits, dashes and underscores, parted by dots, of which the last is no number: an address is no name.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var labels = text.Split('.');
        return text.Length <= Longest
            && labels.All(label => label.Length is > 0 and <= LongestLabel && label.All(IsAllowed) && !label.StartsWith('-'))
            && labels[^1].Any(char.IsAsciiLetter);
    }

    /// <summary>The name with a dash for each character that no host's name has; null when nothing like a name is left of it, or when it looks like an address.</summary>
    public static string? Sanitised(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var trimmed = name.TrimEnd('.');
        var clean = (trimmed.Length > Longest ? trimmed[..Longest] : trimmed).Select(letter => IsAllowed(letter) || letter == '.' ? letter : '-');
        var text = string.Concat(clean);
        return text.Any(char.IsAsciiLetter) && !Address.TryParse(text, out _) ? text : null;
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_';
}
