using System.Text.RegularExpressions;

namespace PortSentry.Sensor.Tests;

/// <summary>What of the style neither the compiler nor the check of white space sees.</summary>
public sealed partial class UsingOrderTests
{
    private static readonly string Repository = Path.GetDirectoryName(SourceFile.Root)!;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void Usings_stand_in_order_those_of_System_first(string folder) => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Repository, folder), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Repository, file)
        where !name.Split('/').Any(part => part is "obj" or "bin")
        let usings = Using().Matches(File.ReadAllText(file)).Select(match => match.Value).ToList()
        where !usings.SequenceEqual(usings.OrderBy(RankOf).ThenBy(NameOf, StringComparer.OrdinalIgnoreCase))
        select name);

    /// <summary>Aliases last, before them what is static; within each, System first.</summary>
    private static int RankOf(string line)
    {
        var kind = line.Contains('=', StringComparison.Ordinal) ? 2 : line.StartsWith("using static ", StringComparison.Ordinal) ? 1 : 0;
        return (kind * 2) + (NameOf(line).Split('\x01')[0] == "System" ? 0 : 1);
    }

    // A dot comes before whatever a name may hold.
    private static string NameOf(string line) => line.Replace("using static ", "", StringComparison.Ordinal).Replace("using ", "", StringComparison.Ordinal).TrimEnd(';').Replace('.', '\x01');

    [GeneratedRegex(@"^using [^(;\n]*;", RegexOptions.Multiline)]
    private static partial Regex Using();
}
