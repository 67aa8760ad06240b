using static PortSentry.Shared.Hocon.HoconTokenKind;

namespace PortSentry.Shared.Hocon;

/// <summary>An include statement.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Name">The name of the file, as written.</param>
/// <param name="IsRequired">True when the file must be there.</param>
internal sealed record IncludeStatement(HoconOrigin Origin, string Name, bool IsRequired)
{
    private const string Allowed = "allowed: include \"FILE\", include file(\"FILE\"), include required(file(\"FILE\"))";

    /// <summary>Reads what follows the word include; null, and told, when it is not supported.</summary>
    public static IncludeStatement? Read(HoconTokens tokens, HoconErrors errors, HoconOrigin origin)
    {
        var before = Words(tokens);
        var name = tokens.Current.Kind == Quoted ? tokens.Take().Text : null;
        // The parentheses of the words before the name are closed behind it.
        var after = name is not null && before.Length > 0 ? Words(tokens) : "";
        var failure = name is null ? $"a file's name in quotes is expected after include; {Allowed}" : Failure(before, after, name);
        if (failure is null)
            return new IncludeStatement(origin, name!, before.StartsWith("required(", StringComparison.Ordinal));

        errors.Add(origin, failure);
        return null;
    }

    private static string? Failure(string before, string after, string name) => before switch
    {
        _ when before.Contains("url(", StringComparison.Ordinal) || name.Contains("://", StringComparison.Ordinal) => $"include of a URL is not supported; {Allowed}",
        _ when before.Contains("classpath(", StringComparison.Ordinal) => $"include classpath() is not supported; {Allowed}",
        not ("" or "file(" or "required(" or "required(file(") => $"include '{before}' is not known; {Allowed}",
        _ when after != new string(')', before.Count(letter => letter == '(')) => $"the parentheses of include do not match; {Allowed}",
        _ when name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) => $"'{name}' is no file's name; {Allowed}",
        _ => null,
    };

    /// <summary>Words up to a name or the end of the line, without the blanks between.</summary>
    private static string Words(HoconTokens tokens)
    {
        var words = "";
        for (; tokens.Current.Kind is Text or Blank || (words.Length == 0 && IsBeforeName(tokens)); tokens.Take())
            words += tokens.Current.Kind == Text ? tokens.Current.Text : "";
        return words;
    }

    private static bool IsBeforeName(HoconTokens tokens) => tokens.Current.Kind == NewLine && tokens.Following is (Quoted or Text);
}
