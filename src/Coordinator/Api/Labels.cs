namespace PortSentry.Coordinator.Api;

/// <summary>Labels of sensors: name and value, <c>env=prod</c>. Pure.</summary>
internal static class Labels
{
    private const int Most = 32;
    private const int Longest = 64;

    /// <summary>What is wrong with them, in one sentence; null when nothing is.</summary>
    public static string? Fault(IReadOnlyDictionary<string, string> labels) =>
        labels.Count > Most ? $"a sensor has at most {Most} labels"
        : labels.FirstOrDefault(label => !IsWord(label.Key) || !IsWord(label.Value)) is { Key: not null } bad ? $"{bad.Key}={bad.Value} is no label: name and value are 1 to {Longest} letters, digits, dots, dashes or underscores"
        : null;

    /// <summary>Reads <c>name=value</c>; the last of a name counts.</summary>
    public static bool TryParse(IEnumerable<string> texts, out Dictionary<string, string> labels)
    {
        labels = [];
        foreach (var text in texts)
        {
            if (text.Split('=', 2) is not [var name, var value])
                return false;
            labels[name] = value;
        }

        return Fault(labels) is null;
    }

    /// <summary>Writes them as they are read.</summary>
    public static string Text(IReadOnlyDictionary<string, string> labels) =>
        labels.Count == 0 ? "no labels" : string.Join(' ', labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}"));

    private static bool IsWord(string? text) =>
        text is { Length: > 0 and <= Longest } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
