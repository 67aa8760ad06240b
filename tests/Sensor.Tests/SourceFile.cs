using System.Text.RegularExpressions;

namespace PortSentry.Sensor.Tests;

/// <summary>One file of src, for tests of its shape.</summary>
internal sealed partial record SourceFile(string Name, string Text)
{
    /// <summary>The src folder of the repository that these tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The file without its comments and texts.</summary>
    public string Code { get; } = Comments().Replace(Text, "");

    /// <summary>The folders it lies in, the project first.</summary>
    public string[] Folders => Path.GetDirectoryName(Name)!.Split('/');

    public string TypeName => Path.GetFileNameWithoutExtension(Name);

    /// <summary>True for top-level statements, which have no namespace.</summary>
    public bool IsProgram => TypeName == "Program";

    public string Namespace => NamespaceLine().Match(Code).Groups[1].Value;

    /// <summary>The types that are not nested, in order.</summary>
    public IReadOnlyList<(string Name, bool IsSealedRecord)> TopLevelTypes =>
        [.. TypeLine().Matches(Code).Select(match => (match.Groups["name"].Value, match.Value.Contains("sealed record", StringComparison.Ordinal)))];

    public static IReadOnlyList<SourceFile> ReadAll() =>
    [
        .. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(Root, path)))
            .Where(file => !file.Name.Split('/').Any(part => part is "obj" or "bin"))
            .Select(file => new SourceFile(file.Name, File.ReadAllText(file.Path))),
    ];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PortSentry.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("these tests run from within the repository");
        return Path.Combine(folder.FullName, "src");
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(?:\\.|[^""\\\n])*""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|static|abstract|readonly|unsafe|partial|ref) )+(?:class|record struct|record|struct|enum|interface) (?<name>\w+)|^(?:(?:public|internal) )+delegate [\w<>?]+ (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
