using System.Text.RegularExpressions;

namespace PortSentry.TestKit;

/// <summary>A man page of docs/man, as far as tests compare it with the program.</summary>
public sealed partial class ManPage
{
    private readonly List<(string Section, string Term)> _terms = [];

    private ManPage(IEnumerable<string> lines)
    {
        var (section, isTerm) = ("", false);
        foreach (var line in lines)
        {
            if (line.StartsWith(".SH ", StringComparison.Ordinal))
                section = line[4..];
            else if (isTerm)
                _terms.Add((section, Fonts().Replace(line[3..], "").Replace("\\-", "-", StringComparison.Ordinal)));
            isTerm = line == ".TP";
        }
    }

    /// <summary>Reads a page.</summary>
    public static ManPage Read(string name) => new(File.ReadLines(Path.Combine(Dist.Root, "docs", "man", name)));

    /// <summary>What the page explains, of every section or of one.</summary>
    public IEnumerable<string> Terms(string? section = null) => _terms.Where(term => section is null || term.Section == section).Select(term => term.Term);

    /// <summary>The options that the page explains, wherever it does.</summary>
    public IEnumerable<string> Options() =>
        Terms().Where(term => term.StartsWith('-')).SelectMany(term => term.Split(", ")).Select(name => name.Split(' ')[0]).Distinct();

    /// <summary>The commands that the page explains: their words before what is given to them.</summary>
    public IEnumerable<string> Commands() =>
        Terms("COMMANDS").Where(term => !term.StartsWith('-'));

    [GeneratedRegex(@"\\f[BIRP]")]
    private static partial Regex Fonts();
}
