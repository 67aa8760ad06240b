using System.CommandLine;
using System.Globalization;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Cli;

/// <summary>Reads what stands on the command line; what cannot be read is said with what is allowed.</summary>
internal static class Arguments
{
    /// <summary>An address or network.</summary>
    public static Cidr Target(string text) =>
        Cidr.TryParse(text, out var target) ? target : throw new CliException(ExitCode.BadUsage, $"'{text}' is no address or network; allowed: such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64");

    /// <summary>Several of them.</summary>
    public static IReadOnlyList<Cidr> Targets(IEnumerable<string> texts) => [.. texts.Select(Target)];

    /// <summary>A length of time such as 90s, 15m, 24h or 7d; 0 for ever.</summary>
    public static TimeSpan Length(string name, string text)
    {
        if (text == "0")
            return TimeSpan.Zero;
        return TryLength(text, out var length) ? length : throw new CliException(ExitCode.BadUsage, $"{name} {text} is not allowed; allowed: a number with s, m, h or d, or 0 for ever");
    }

    /// <summary>Reads a length of time such as 90s, 15m, 24h or 7d.</summary>
    public static bool TryLength(string? text, out TimeSpan length)
    {
        var seconds = string.IsNullOrEmpty(text) ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        var count = 0;
        var isLength = seconds > 0 && int.TryParse(text![..^1], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and < 100_000;
        length = TimeSpan.FromSeconds((double)seconds * count);
        return isLength;
    }

    /// <summary>What a file holds; - is standard input.</summary>
    public static string TextOf(string file)
    {
        try
        {
            return file == "-" ? System.Console.In.ReadToEnd() : File.ReadAllText(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.BadUsage, failure.Message, failure);
        }
    }

    /// <summary>An option whose value is one of these words.</summary>
    public static Option<string?> OneOf(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = $"{description}: {string.Join(", ", words)}", HelpName = name.TrimStart('-').ToUpperInvariant() };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    /// <summary>Labels.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(IEnumerable<string> texts) =>
        Api.Labels.TryParse(texts, out var labels)
            ? labels
            : throw new CliException(ExitCode.BadUsage, $"'{string.Join(' ', texts)}' are no labels; allowed: name=value, letters, digits, dots, dashes and underscores");
}
