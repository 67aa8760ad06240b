using System.CommandLine;
using PortSentry.Coordinator.Decide;
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
    public static TimeSpan Length(string name, string text) =>
        SpanWords.TryParse(text, out var length) ? length : throw new CliException(ExitCode.BadUsage, $"{name} {text} is not allowed; allowed: {SpanWords.Allowed}");

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
