using System.Text.RegularExpressions;

namespace PortSentry.Sensor.Tests;

/// <summary>What of the style neither the compiler nor the check of white space sees, in src and tests.</summary>
public sealed partial class StyleTests
{
    private static readonly IReadOnlyList<(string Name, string Text)> Files = [.. ReadAll("src"), .. ReadAll("tests")];

    [Fact]
    public void Usings_stand_in_order_those_of_System_first() => Assert.Empty(
        from file in Files
        let usings = Using().Matches(file.Text).Select(match => match.Value).ToList()
        where !usings.SequenceEqual(usings.OrderBy(RankOf).ThenBy(NameOf, StringComparer.OrdinalIgnoreCase))
        select file.Name);

    [Theory]
    [InlineData(@"\bthis\.")]
    [InlineData(@"\b(?:U?Int(?:16|32|64)|String|Boolean|Byte|Char|Double|Object)\??(?:\[\])? [a-z_]\w* *[=;,)]")]
    public void Source_has_none_of_this(string pattern) => Assert.Empty(
        Files.Where(file => Regex.IsMatch(new SourceFile(file.Name, file.Text).Code, pattern)).Select(file => file.Name));

    private static IEnumerable<(string Name, string Text)> ReadAll(string folder)
    {
        var root = Path.GetDirectoryName(SourceFile.Root)!;
        return from path in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(root, path)
               where !name.Split('/').Any(part => part is "obj" or "bin" or nameof(StyleTests) + ".cs")
               select (name, File.ReadAllText(path));
    }

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
