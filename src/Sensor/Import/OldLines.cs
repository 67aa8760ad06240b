using System.Globalization;
using System.Text.RegularExpressions;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Import;

/// <summary>Reads the lines that old versions wrote: history and blocked files of both, hosts.deny in both its forms. Pure.</summary>
internal static partial class OldLines
{
    private const string Target = "$TARGET$";
    private static readonly string[] UsualDenials = ["ALL: $TARGET$ : DENY", "ALL: $TARGET$"];

    /// <summary>The source and the time of a line of a history or blocked file; null when it is none.</summary>
    public static (Address Source, DateTimeOffset At)? Event(string line)
    {
        if (Classic().Match(line) is { Success: true } classic
            && Address.TryParse(classic.Groups["ip"].Value, out var source)
            && long.TryParse(classic.Groups["at"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return (source, DateTimeOffset.FromUnixTimeSeconds(seconds));
        if (V2().Match(line) is { Success: true } second
            && Address.TryParse(second.Groups["ip"].Value, out source)
            && DateTimeOffset.TryParse(second.Groups["at"].Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            return (source, at);
        return null;
    }

    /// <summary>The address that a line of hosts.deny denies everything, when it is of KILL_HOSTS_DENY's form, or where that is not set, of one that was usual.</summary>
    public static Address? Denied(string line, string? template)
    {
        var forms = template is not null && template.Contains(Target, StringComparison.Ordinal) ? [template] : UsualDenials;
        foreach (var form in forms.Select(Squeezed))
        {
            var at = form.IndexOf(Target, StringComparison.Ordinal);
            var (before, after, text) = (form[..at], form[(at + Target.Length)..], Squeezed(line));
            if (text.Length <= before.Length + after.Length || !text.StartsWith(before, StringComparison.OrdinalIgnoreCase) || !text.EndsWith(after, StringComparison.OrdinalIgnoreCase))
                continue;
            if (Address.TryParse(text[before.Length..^after.Length].Trim('[', ']'), out var address))
                return address;
        }

        return null;
    }

    private static string Squeezed(string text) => text.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).TrimEnd('\r');

    // The name may hold anything but a blank; the address stands behind the last slash.
    [GeneratedRegex(@"^(?<at>\d{1,12}) - \d\d/\d\d/\d{4} \d\d:\d\d:\d\d Host: \S*/(?<ip>[0-9A-Fa-f.:]+) Port: \d+ (TCP|UDP) Blocked", RegexOptions.ExplicitCapture)]
    private static partial Regex Classic();

    [GeneratedRegex(@"^(?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}) Scan from: \[(?<ip>[0-9A-Fa-f.:]+)\] ", RegexOptions.ExplicitCapture)]
    private static partial Regex V2();
}
