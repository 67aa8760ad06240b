namespace PortSentry.Sensor.Config;

/// <summary>Splits a configuration file into its lines; a value is the text between the first quote and the next.</summary>
internal static class ConfigLines
{
    private const char ByteOrderMark = '\ufeff';
    private static readonly char[] Blanks = [' ', '\t'];
    private static readonly char[] KeyEnds = ['=', .. Blanks];

    /// <summary>The lines as the parser of a dialect sees them, comments left out.</summary>
    public static IEnumerable<ConfigLine> Split(string text, ConfigDialect dialect)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.TrimStart([ByteOrderMark, .. Blanks]) is not ("" or ['#', ..]))
                yield return dialect == ConfigDialect.V2 ? ParseV2(line, i + 1) : ParseClassic(line, i + 1);
        }
    }

    /// <summary>1.2 takes a key with an equals sign or a blank behind it, and for its value what stands between the first two quotes of the line, whatever is before them.</summary>
    private static ConfigLine ParseClassic(string line, int number)
    {
        var start = line.TrimStart([ByteOrderMark, .. Blanks]);
        var end = start.IndexOfAny(KeyEnds);
        var (key, rest) = end < 0 ? (start, "") : (start[..end], start[end..]);
        var read = ParseValue(number, key, rest);
        return read with { KeyFault = rest.StartsWith('\t') ? ConfigKeyFault.TabBehind : FaultOfStart(line) };
    }

    private static ConfigLine ParseValue(int number, string key, string rest)
    {
        var open = rest.IndexOf('"', StringComparison.Ordinal);
        if (open < 0)
            return new ConfigLine(number, key, rest.TrimStart(KeyEnds).TrimEnd(Blanks), rest.Length == 0 ? ConfigLineFault.NoEqualsSign : ConfigLineFault.Unquoted);

        var close = rest.IndexOf('"', open + 1);
        return close < 0
            ? new ConfigLine(number, key, rest[(open + 1)..].TrimEnd(Blanks), ConfigLineFault.NotClosed)
            : new ConfigLine(number, key, rest[(open + 1)..close], rest[..open].Trim(Blanks) == "=" ? ConfigLineFault.None : ConfigLineFault.Loose);
    }

    private static ConfigLine ParseV2(string line, int number)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return new ConfigLine(number, line.Trim(), "", ConfigLineFault.NoEqualsSign);

        var key = line[..equals].Trim([ByteOrderMark, .. Blanks]);
        var value = line[(equals + 1)..].Trim(Blanks);
        if (!value.StartsWith('"'))
            return new ConfigLine(number, key, value, ConfigLineFault.Unquoted);

        var close = value.IndexOf('"', 1);
        var read = close < 0
            ? new ConfigLine(number, key, value[1..], ConfigLineFault.NotClosed)
            : new ConfigLine(number, key, value[1..close], ConfigLineFault.None);
        return read with { KeyFault = FaultOfStart(line) };
    }

    private static ConfigKeyFault FaultOfStart(string line) => line[0] switch
    {
        ByteOrderMark => ConfigKeyFault.ByteOrderMark,
        ' ' or '\t' => ConfigKeyFault.Indented,
        _ => ConfigKeyFault.None,
    };
}
