using System.CommandLine;
using System.Globalization;
using PortSentry.Coordinator.Decide;

namespace PortSentry.Coordinator.Cli;

/// <summary>Options of the lists that look back: how many, and since when.</summary>
internal sealed class HistoryOptions(TimeProvider time)
{
    private const int Usual = 200;

    private readonly Option<int> _limit = new("--limit", "-n") { Description = $"so many at the most, 1 to 1000 (default: {Usual})", HelpName = "N", DefaultValueFactory = _ => Usual };
    private readonly Option<string?> _since = new("--since") { Description = "not earlier than this, such as 2026-11-22T07:50Z, or 2h: so long ago", HelpName = "TIME" };
    private readonly Option<string?> _until = new("--until") { Description = "earlier than this", HelpName = "TIME" };

    /// <summary>The options.</summary>
    public IEnumerable<Option> All => [_limit, _since, _until];

    /// <summary>The path that asks for it, with filters of the command's own.</summary>
    public string Question(string path, ParseResult parsed, params (string Name, string? Value)[] filters)
    {
        var given = filters.Concat([("since", Moment(parsed.GetValue(_since))), ("until", Moment(parsed.GetValue(_until))), ("max", parsed.GetValue(_limit).ToString(CultureInfo.InvariantCulture))]);
        return $"{path}?{string.Join('&', given.Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"))}";
    }

    // What is no length of time is the coordinator's to judge.
    private string? Moment(string? text) =>
        SpanWords.TryParse(text, out var length) && length > TimeSpan.Zero ? (time.GetUtcNow() - length).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : text;
}
