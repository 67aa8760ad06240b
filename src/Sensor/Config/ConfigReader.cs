using PortSentry.Shared.Words;

namespace PortSentry.Sensor.Config;

/// <summary>Reads portsentry.conf: all that is wrong is told at once, and an error anywhere means no options.</summary>
public static class ConfigReader
{
    /// <summary>Reads a file of this text; the name serves the messages.</summary>
    public static ConfigResult Read(string file, string text)
    {
        List<ConfigIssue> issues = [];
        Dictionary<string, int> firstLines = new(StringComparer.Ordinal);
        var options = new SensorOptions();
        foreach (var line in ConfigLines.Split(text))
        {
            if (!ConfigKeys.ByName.TryGetValue(line.Key, out var key))
                issues.Add(new ConfigIssue(false, file, line.Number, UnknownKey(line.Key)));
            else if (IsUsable(file, line, key, issues) && IsFirst(file, line, firstLines, issues))
                options = Apply(file, line, key, options, issues);
        }

        return new ConfigResult(options, issues);
    }

    /// <summary>Reads a file; that it cannot be read is one more issue.</summary>
    public static ConfigResult ReadFile(string file)
    {
        try
        {
            return Read(file, File.ReadAllText(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new ConfigResult(new SensorOptions(), [new ConfigIssue(true, file, 0, $"cannot be read: {failure.Message}")]);
        }
    }

    private static SensorOptions Apply(string file, ConfigLine line, ConfigKey key, SensorOptions options, List<ConfigIssue> issues)
    {
        if (key.Notice is { } notice)
            issues.Add(new ConfigIssue(false, file, line.Number, notice));
        if (key.Apply(options, line.Value) is { } changed)
            return changed;

        issues.Add(new ConfigIssue(true, file, line.Number, $"{key.Name}=\"{line.Value}\" is not allowed; allowed: {key.Allowed}"));
        return options;
    }

    private static bool IsFirst(string file, ConfigLine line, Dictionary<string, int> firstLines, List<ConfigIssue> issues)
    {
        if (firstLines.TryAdd(line.Key, line.Number))
            return true;

        issues.Add(new ConfigIssue(false, file, line.Number, $"{line.Key} stands in line {firstLines[line.Key]} already; that one counts, this one does not"));
        return false;
    }

    /// <summary>Judges the form of a line: what 1.2 forgave, by skipping the line or reading on, we forgive for its own keys, and say so.</summary>
    private static bool IsUsable(string file, ConfigLine line, ConfigKey key, List<ConfigIssue> issues)
    {
        var message = line.Fault switch
        {
            ConfigLineFault.None => null,
            ConfigLineFault.NoEqualsSign => $"{key.Name} has no value; allowed: {key.Name}=\"value\"",
            ConfigLineFault.Unquoted => $"the value of {key.Name} is not quoted; allowed: {key.Name}=\"{line.Value}\"",
            ConfigLineFault.NotClosed => $"the value of {key.Name} has no closing quote; everything to the end of the line is taken",
            _ => $"{key.Name} does not begin its line; portsentry 1.2 does not see it, it is taken all the same",
        };
        if (message is null)
            return true;

        var isSkipped = line.Fault is ConfigLineFault.NoEqualsSign or ConfigLineFault.Unquoted;
        var isError = isSkipped && !key.IsClassic;
        issues.Add(new ConfigIssue(isError, file, line.Number, isSkipped && !isError ? $"{message}; the line is skipped, as portsentry 1.2 does" : message));
        return !isSkipped;
    }

    private static string UnknownKey(string key) => Suggestion.Closest(key, ConfigKeys.ByName.Keys) is { } closest
        ? $"{key} is no key and has no effect; did you mean {closest}?"
        : $"{key} is no key and has no effect";
}
