namespace PortSentry.Sensor.Config;

/// <summary>Splits a configuration file into its lines; a value is the text between the first quote and the next.</summary>
internal static class ConfigLines
{
    private const char ByteOrderMark = '\ufeff';
    private static readonly char[] Blanks = [' ', '\t'];

    public static IEnumerable<ConfigLine> Split(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (line.TrimStart([ByteOrderMark, .. Blanks]) is not ("" or ['#', ..]))
                yield return Parse(line, i + 1);
        }
    }

    private static ConfigLine Parse(string line, int number)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return new ConfigLine(number, line.Trim(), "", ConfigLineFault.NoEqualsSign);

        var key = line[..equals].Trim([ByteOrderMark, .. Blanks]);
        var value = line[(equals + 1)..].Trim(Blanks);
        if (!value.StartsWith('"'))
            return new ConfigLine(number, key, value, ConfigLineFault.Unquoted);

        var close = value.IndexOf('"', 1);
        return close < 0
            ? new ConfigLine(number, key, value[1..], FaultOf(line, equals, ConfigLineFault.NotClosed))
            : new ConfigLine(number, key, value[1..close], FaultOf(line, equals, ConfigLineFault.None));
    }

    private static ConfigLineFault FaultOf(string line, int equals, ConfigLineFault ofValue)
    {
        if (line[0] == ByteOrderMark)
            return ConfigLineFault.ByteOrderMark;
        if (line.IndexOfAny(Blanks) == 0)
            return ConfigLineFault.Indented;
        return line.AsSpan(0, equals).Contains('\t') ? ConfigLineFault.TabBeforeEquals : ofValue;
    }
}
