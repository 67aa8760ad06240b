namespace PortSentry.Shared.Hocon;

/// <summary>Sizes in bytes: a number with a unit, bytes without one (HOCON.md, "Size in bytes format").</summary>
public static class HoconSize
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a number of bytes, or one with kB, MB, GB, TB, PB, EB (powers of 1000) or K, KiB, M, MiB and so on to E, EiB (powers of 1024)";

    private const string Letters = "kmgtpe";

    private static readonly string[] Thousands = ["kilo", "mega", "giga", "tera", "peta", "exa"];
    private static readonly string[] Binaries = ["kibi", "mebi", "gibi", "tebi", "pebi", "exbi"];

    private static readonly Dictionary<string, long> Units = AllUnits();

    /// <summary>Reads a size; a part of a byte is cut off. The units of zetta and yotta are refused: no number of 64 bits holds them.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = 0;
        if (!UnitText.TrySplit(text, out var number, out var unit) || !Units.TryGetValue(unit, out var factor) || UnitText.Times(number, factor) is not { } size)
            return false;

        bytes = size;
        return true;
    }

    private static Dictionary<string, long> AllUnits()
    {
        Dictionary<string, long> units = new(StringComparer.Ordinal) { [""] = 1, ["B"] = 1, ["b"] = 1, ["byte"] = 1, ["bytes"] = 1 };
        var (thousand, binary) = (1L, 1L);
        for (var i = 0; i < Letters.Length; i++)
        {
            (thousand, binary) = (thousand * 1000, binary * 1024);
            var (small, large) = ($"{Letters[i]}", $"{char.ToUpperInvariant(Letters[i])}");
            Add(thousand, i == 0 ? "kB" : $"{large}B", $"{Thousands[i]}byte", $"{Thousands[i]}bytes");
            Add(binary, small, large, $"{large}i", $"{large}iB", $"{Binaries[i]}byte", $"{Binaries[i]}bytes");
        }

        return units;

        void Add(long factor, params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
                units.Add(name, factor);
        }
    }
}
