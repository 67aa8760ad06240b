using System.Globalization;
using System.Text;

namespace PortSentry.Sensor.Block;

/// <summary>Writes lengths of time as nft(8) reads them, such as <c>1d2h3m4s5ms</c>: it refuses more than eight digits in one number, so that nine days in milliseconds alone are too many.</summary>
internal static class NftTime
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    /// <summary>A length of a millisecond or more; what is shorter is written as one.</summary>
    public static string Text(TimeSpan span)
    {
        var length = span < Shortest ? Shortest : span;
        var text = new StringBuilder();
        Append(text, length.Days, "d");
        Append(text, length.Hours, "h");
        Append(text, length.Minutes, "m");
        Append(text, length.Seconds, "s");
        Append(text, length.Milliseconds, "ms");
        return text.ToString();
    }

    private static void Append(StringBuilder text, int count, string unit)
    {
        if (count > 0)
            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
    }
}
