using PortSentry.Shared.Words;

namespace PortSentry.Sensor.Config;

/// <summary>One reading of a file: what the versions of portsentry forgave is forgiven for their keys, as they did, and told; our own keys must be right.</summary>
internal sealed class ConfigReading(string file, ConfigDialect dialect)
{
    private const int ClassicPorts = 64;

    private readonly List<ConfigIssue> _issues = [];
    private SensorOptions _options = new();

    /// <summary>What the lines make of the options, and all there is to say of them.</summary>
    public ConfigResult Read(IEnumerable<ConfigLine> lines)
    {
        List<(ConfigLine Line, ConfigKey Key)> usable = [];
        foreach (var line in lines)
        {
            if (!ConfigKeys.ByName.TryGetValue(line.Key, out var key))
                Doubt(line, UnknownKey(line.Key));
            else if (IsUsable(line, key))
                usable.Add((line, key));
        }

        foreach (var same in usable.GroupBy(pair => pair.Key).OrderBy(same => same.First().Line.Number))
            Take(same.Key, [.. same.Select(pair => pair.Line)]);
        return new ConfigResult(_options, [.. _issues.OrderBy(issue => issue.Line)], dialect);
    }

    /// <summary>Of a key that stands more than once, 1.2 takes the first and 2.x the last.</summary>
    private void Take(ConfigKey key, IReadOnlyList<ConfigLine> lines)
    {
        var taken = dialect == ConfigDialect.V2 ? lines[^1] : lines[0];
        foreach (var line in lines.Where(line => line != taken))
        {
            Doubt(line, dialect == ConfigDialect.V2
                ? $"{key.Name} stands in line {taken.Number} again; that one counts, this one does not, as in portsentry 2.x"
                : $"{key.Name} stands in line {taken.Number} already; that one counts, this one does not");
        }

        if (taken.Fault == ConfigLineFault.Unquoted)
            Doubt(taken, $"{NotQuoted(taken, key)}; it counts as not set, as in portsentry 1.2");
        else
            Apply(taken, key, key.IsClassic ? Cut(taken, key) : taken.Value);
    }

    private void Apply(ConfigLine line, ConfigKey key, string value)
    {
        if (key.Apply(_options, value) is { } changed)
            Use(line, key, value, changed);
        else if (!key.IsClassic || !IsForgiven(line, key, value))
            _issues.Add(new ConfigIssue(true, file, line.Number, $"{key.Name}=\"{value}\" is not allowed; allowed: {key.Allowed}"));
    }

    private void Use(ConfigLine line, ConfigKey key, string value, SensorOptions changed)
    {
        _options = changed;
        if (dialect == ConfigDialect.V2 || !key.IsPortList || ConfigValues.Ports(value) is not { } ports)
            return;

        if (value.Contains('-', StringComparison.Ordinal))
            Doubt(line, $"the ranges of {key.Name} are taken whole, as in portsentry 2.x; 1.2 took the first port of each");
        else if (ports.Count > ClassicPorts)
            Doubt(line, $"all {ports.Count} ports of {key.Name} are taken; portsentry 1.2 took the first {ClassicPorts}");
    }

    /// <summary>An empty value, or one with blanks around it, or a list with nothing between two commas: neither of the old versions stopped at all of these.</summary>
    private bool IsForgiven(ConfigLine line, ConfigKey key, string value)
    {
        if (value.AsSpan().Trim().IsEmpty)
        {
            Doubt(line, $"{key.Name}=\"{value}\" is empty; it counts as if it were not set");
            return true;
        }

        var mended = key.IsPortList ? string.Join(',', value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) : value.Trim();
        if (mended == value || key.Apply(_options, mended) is not { } changed)
            return false;

        Doubt(line, $"{key.Name}=\"{value}\" is taken as \"{mended}\"");
        Use(line, key, mended, changed);
        return true;
    }

    /// <summary>1.2 ends a value at its first byte beyond ASCII; 2.x keeps it.</summary>
    private string Cut(ConfigLine line, ConfigKey key)
    {
        var ascii = line.Value.TakeWhile(char.IsAscii).Count();
        if (dialect == ConfigDialect.V2 || ascii == line.Value.Length)
            return line.Value;

        var cut = line.Value[..ascii];
        Doubt(line, $"the value of {key.Name} ends at its first letter beyond ASCII, as in portsentry 1.2: \"{cut}\" is taken");
        return cut;
    }

    /// <summary>Judges the form of a line. Where 1.2 sees a key it looks no further, so that one without a quoted value is the one that counts.</summary>
    private bool IsUsable(ConfigLine line, ConfigKey key) => dialect == ConfigDialect.V2
        ? HasValue(line, key) && IsSeen(line, key)
        : IsSeen(line, key) && (key.IsClassic && line.Fault == ConfigLineFault.Unquoted || HasValue(line, key));

    private bool HasValue(ConfigLine line, ConfigKey key) => line.Fault switch
    {
        ConfigLineFault.None => true,
        ConfigLineFault.NoEqualsSign => Skip(line, key, $"{key.Name} has no value; allowed: {key.Name}=\"value\""),
        ConfigLineFault.Unquoted => Skip(line, key, NotQuoted(line, key)),
        ConfigLineFault.NotClosed => Doubt(line, $"the value of {key.Name} has no closing quote; everything to the end of the line is taken"),
        _ when key.IsClassic => Doubt(line, $"{key.Name} is not followed by = and its value in quotes; what its line has in quotes is taken, as portsentry 1.2 does: \"{line.Value}\""),
        _ => Skip(line, key, $"{key.Name} is not followed by = and its value in quotes; allowed: {key.Name}=\"value\""),
    };

    /// <summary>A line without a quoted value: an error for a key of ours; a bare one of the old keys 1.2 does not even see, and goes on.</summary>
    private bool Skip(ConfigLine line, ConfigKey key, string what)
    {
        _issues.Add(key.IsClassic
            ? new ConfigIssue(false, file, line.Number, $"{what}; the line is skipped, as portsentry 1.2 does")
            : new ConfigIssue(true, file, line.Number, what));
        return false;
    }

    private bool IsSeen(ConfigLine line, ConfigKey key) => line.KeyFault switch
    {
        ConfigKeyFault.None => true,
        ConfigKeyFault.ByteOrderMark => IsSeen(line, key, $"{key.Name} stands behind a byte order mark"),
        ConfigKeyFault.TabBehind => IsSeen(line, key, $"a tab stands right behind {key.Name}"),
        _ => IsSeen(line, key, $"{key.Name} does not begin its line"),
    };

    /// <summary>A key that 1.2 does not see does not count by its rules; 2.x stops there, so that whoever wrote it for 2.x meant it.</summary>
    private bool IsSeen(ConfigLine line, ConfigKey key, string what)
    {
        if (!key.IsClassic)
            return true;
        if (dialect == ConfigDialect.V2)
            return Doubt(line, $"{what}, where portsentry 2.x stops; it is taken");

        Doubt(line, $"{what}: portsentry 1.2 does not see it, and it does not count");
        return false;
    }

    private bool Doubt(ConfigLine line, string what)
    {
        _issues.Add(new ConfigIssue(false, file, line.Number, what));
        return true;
    }

    private static string NotQuoted(ConfigLine line, ConfigKey key) => $"the value of {key.Name} is not quoted; allowed: {key.Name}=\"{line.Value}\"";

    private static string UnknownKey(string key) => Suggestion.Closest(key, ConfigKeys.ByName.Keys) is { } closest
        ? $"{key} is no key and has no effect; did you mean {closest}?"
        : $"{key} is no key and has no effect";
}
