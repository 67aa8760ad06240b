namespace PortSentry.Sensor.Config;

/// <summary>Splits a configuration file into its lines; a value is the text between the first quote and the next.</summary>
internal static class ConfigLines
{
    private static readonly char[] Blanks = [' ', '\t'];

    public static IEnumerable<ConfigLine> Split(string text)
    {
        var lines = text.TrimStart('\ufeff').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.TrimStart(Blanks) is not ("" or ['#', ..]))
                yield return Parse(line, i + 1);
        }
    }

    private static ConfigLine Parse(string line, int number)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return new ConfigLine(number, line.Trim(), "", ConfigLineFault.NoEqualsSign);

        var key = line[..equals].Trim(Blanks);
        var value = line[(equals + 1)..].Trim(Blanks);
        if (!value.StartsWith('"'))
            return new ConfigLine(number, key, value, ConfigLineFault.Unquoted);

        var close = value.IndexOf('"', 1);
        if (close < 0)
            return new ConfigLine(number, key, value[1..], ConfigLineFault.NotClosed);
        return new ConfigLine(number, key, value[1..close], line.IndexOfAny(Blanks) == 0 ? ConfigLineFault.Indented : ConfigLineFault.None);
    }
}
