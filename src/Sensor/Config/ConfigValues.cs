using System.Globalization;
using System.Net;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Config;

/// <summary>Reads the values of configuration keys; each returns null for what is not allowed.</summary>
internal static class ConfigValues
{
    private static readonly (char Unit, TimeSpan Length)[] Units =
    [
        ('s', TimeSpan.FromSeconds(1)), ('m', TimeSpan.FromMinutes(1)), ('h', TimeSpan.FromHours(1)), ('d', TimeSpan.FromDays(1)),
    ];

    private const int MaxMembers = 16;
    private const int LongestName = 64;
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(3650);

    public static int? Number(string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null;

    public static bool? Switch(string text) => text switch
    {
        "0" => false,
        "1" => true,
        _ => null,
    };

    public static LogFormat? Format(string text) => text switch
    {
        "classic" => LogFormat.Classic,
        "v2" => LogFormat.V2,
        "json" => LogFormat.Json,
        "cef" => LogFormat.Cef,
        _ => null,
    };

    /// <summary>A comma list of ports and ranges; blanks around the commas are forgiven.</summary>
    public static PortSet? Ports(string text)
    {
        List<PortRange> ranges = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0 && text.Trim().Length == 0)
                continue;
            if (!PortRange.TryParse(part, out var range))
                return null;
            ranges.Add(range);
        }

        return PortSet.Of(ranges);
    }

    /// <summary>An address with a port above 0, IPv6 in brackets; an empty text is port 0, for none.</summary>
    public static IPEndPoint? EndPoint(string text)
    {
        if (text.Length == 0)
            return new IPEndPoint(IPAddress.Loopback, 0);
        return IPEndPoint.TryParse(text, out var parsed) && parsed.Port > 0 && Address.TryParse(text[..text.LastIndexOf(':')].Trim('[', ']'), out _) ? parsed : null;
    }

    /// <summary><c>90s 15m 24h 7d</c>, or 0; at most ten years.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (text == "0")
            return TimeSpan.Zero;

        var unit = Array.Find(Units, unit => text.EndsWith(unit.Unit)).Length;
        if (unit == default || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;

        var duration = unit.Ticks * (double)count;
        return duration <= LongestDuration.Ticks ? TimeSpan.FromTicks((long)duration) : null;
    }

    public static TimeSpan? PositiveDuration(string text) => Duration(text) is { Ticks: > 0 } duration ? duration : null;

    public static string? AbsolutePath(string text) => text.StartsWith('/') && !text.Contains('\0') ? text : null;

    /// <summary>A path that fits into struct sockaddr_un (unix(7)).</summary>
    public static string? SocketPath(string text) => System.Text.Encoding.UTF8.GetByteCount(text) <= 107 ? AbsolutePath(text) : null;

    /// <summary>Keywords; a dash before one leaves it out. What this host itself is cannot be left out.</summary>
    public static (IReadOnlyList<ProtectionReason> Listed, IReadOnlyList<ProtectionReason> LeftOut)? Protect(string text)
    {
        List<ProtectionReason> listed = [], leftOut = [];
        foreach (var word in Words(text))
        {
            var isLeftOut = word.StartsWith('-');
            if (Keyword(isLeftOut ? word[1..] : word) is not { } reason || (isLeftOut && reason is ProtectionReason.Own or ProtectionReason.Loopback))
                return null;
            (isLeftOut ? leftOut : listed).Add(reason);
        }

        return (listed, leftOut);
    }

    /// <summary>URLs of members: where they listen, no path.</summary>
    public static IReadOnlyList<Uri>? Members(string text)
    {
        var members = Words(text).Select(Member).ToList();
        return members.Count is > 0 and <= MaxMembers && members.TrueForAll(member => member is not null) ? [.. members.OfType<Uri>()] : null;
    }

    /// <summary>The URL of a member; null when it is none.</summary>
    public static Uri? Member(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" } ? uri : null;

    public static string? SensorName(string text) =>
        text.Length is > 0 and <= LongestName && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_') ? text : null;

    public static IReadOnlyList<string> Words(string text) =>
        text.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ProtectionReason? Keyword(string word)
    {
        foreach (var reason in Enum.GetValues<ProtectionReason>())
        {
            if (reason is not (ProtectionReason.NoHost or ProtectionReason.Ignored) && string.Equals(reason.ToString(), word, StringComparison.OrdinalIgnoreCase))
                return reason;
        }

        return null;
    }
}
