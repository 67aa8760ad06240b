using System.Text.RegularExpressions;

namespace PortSentry.Sensor.Config;

/// <summary>Reads a file of plain assignments as the shell does that sources it: the last of a variable counts. Pure.</summary>
internal static partial class ShellVariables
{
    /// <summary>The variables that a file of this text sets; what is more than plain assignments sets none.</summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (var match in text.Split('\n').SelectMany(line => Assignment().Matches(line.TrimEnd('\r'))))
            variables[match.Groups["name"].Value] = match.Groups["value"].Value;
        return variables;
    }

    // From where the one before ended: behind a comment, or behind a command, there are none.
    [GeneratedRegex("""\G[\s;]*(export\s+)?(?<name>[A-Za-z_]\w*)=('(?<value>[^']*)'|"(?<value>[^"]*)"|(?<value>[^\s;#'"]*))(?=[\s;#]|$)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();
}
