using System.Globalization;

namespace PortSentry.Coordinator.Decide;

/// <summary>Reads lengths of time as forms and commands take them: <c>90s 15m 24h 7d</c>, 0 for ever. Pure.</summary>
internal static class SpanWords
{
    /// <summary>What is allowed, for hints and errors.</summary>
    public const string Allowed = "a number with s, m, h or d, such as 90s, 15m, 24h or 7d; 0 is for ever";

    /// <summary>Reads one.</summary>
    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        var trimmed = text?.Trim() ?? "";
        if (trimmed == "0")
            return true;
        if (trimmed.Length < 2 || !long.TryParse(trimmed[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || SecondsOf(trimmed[^1]) is not { } unit)
            return false;
        if (count > (long)DecisionPolicy.LongestDuration.TotalSeconds / unit)
            return false;

        span = TimeSpan.FromSeconds(count * unit);
        return true;
    }

    /// <summary>Writes one as it is read, in the largest unit that holds it exactly.</summary>
    public static string Text(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        var (unit, letter) = seconds switch
        {
            0 => (1L, ""),
            _ when seconds % 86400 == 0 => (86400L, "d"),
            _ when seconds % 3600 == 0 => (3600L, "h"),
            _ when seconds % 60 == 0 => (60L, "m"),
            _ => (1L, "s"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit}{letter}");
    }

    private static long? SecondsOf(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        _ => null,
    };
}
