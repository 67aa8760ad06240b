using System.Globalization;

namespace PortSentry.Shared.Hocon;

/// <summary>A number with a unit (HOCON.md, "Units format").</summary>
internal static class UnitText
{
    /// <summary>Splits text into number and unit, which may be missing.</summary>
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        var trimmed = text.Trim();
        var letters = trimmed.Reverse().TakeWhile(char.IsLetter).Count();
        unit = trimmed[^letters..];
        var digits = trimmed[..^letters].TrimEnd();
        number = 0;
        return HoconNumber.IsNumber(digits) && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>How many of the smallest units a number of larger ones is, the rest cut off; null when a long cannot hold it.</summary>
    public static long? Times(decimal number, long unit) =>
        Math.Abs(number) <= (decimal)long.MaxValue / unit ? (long)decimal.Truncate(number * unit) : null;
}
