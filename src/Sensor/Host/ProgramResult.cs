using System.Globalization;

namespace PortSentry.Sensor.Host;

/// <summary>What became of another program.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit status; -1 when it has none.</param>
/// <param name="Output">What it wrote to standard output, as far as that is kept.</param>
/// <param name="Errors">What it wrote to standard error, or why it was not started.</param>
public sealed record ProgramResult(ProgramEnd End, int ExitCode, string Output, string Errors)
{
    private const int LongestWords = 400;

    /// <summary>True when it ended with exit status 0.</summary>
    public bool IsGood => End == ProgramEnd.Ended && ExitCode == 0;

    /// <summary>The end in one line: exit status, and what it said, control characters made visible.</summary>
    public string Words
    {
        get
        {
            var said = Line(Errors.Length > 0 ? Errors : Output);
            var end = End switch
            {
                ProgramEnd.Ended => string.Create(CultureInfo.InvariantCulture, $"exit status {ExitCode}"),
                ProgramEnd.Missing => "it is not installed",
                ProgramEnd.NotStarted => "it was not started",
                _ => "it took too long and was killed",
            };
            return said.Length == 0 ? end : $"{end}: {said}";
        }
    }

    /// <summary>Others wrote this: it stays one line of a log, whatever it holds.</summary>
    private static string Line(string text)
    {
        var trimmed = text.Trim();
        var cut = trimmed.Length <= LongestWords ? trimmed : trimmed[..LongestWords] + "…";
        return string.Concat(cut.Replace("\r\n", "\n", StringComparison.Ordinal).Select(letter => letter switch
        {
            '\n' => " | ",
            '\t' => " ",
            _ when char.IsControl(letter) => "?",
            _ => letter.ToString(),
        }));
    }
}
