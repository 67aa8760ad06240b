namespace PortSentry.Shared.Hocon;

/// <summary>Durations: a number with a unit, milliseconds without one (HOCON.md, "Duration format").</summary>
public static class HoconDuration
{
    /// <summary>What is allowed, for messages.</summary>
    public const string Allowed = "a number with ns, us, ms, s, m, h or d, such as 90s or 24h; weeks, months and years are not supported";

    private static readonly (string[] Names, long Nanoseconds)[] Units =
    [
        (["ns", "nano", "nanos", "nanosecond", "nanoseconds"], 1),
        (["us", "micro", "micros", "microsecond", "microseconds"], 1_000),
        (["", "ms", "milli", "millis", "millisecond", "milliseconds"], 1_000_000),
        (["s", "second", "seconds"], 1_000_000_000),
        (["m", "minute", "minutes"], 60_000_000_000),
        (["h", "hour", "hours"], 3_600_000_000_000),
        (["d", "day", "days"], 86_400_000_000_000),
    ];

    /// <summary>Reads a duration; what is below 100 ns is cut off.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = default;
        if (!UnitText.TrySplit(text, out var number, out var unit))
            return false;

        var nanoseconds = Array.Find(Units, one => one.Names.Contains(unit)).Nanoseconds;
        if (nanoseconds == 0 || UnitText.Times(number / TimeSpan.NanosecondsPerTick, nanoseconds) is not { } ticks)
            return false;

        duration = TimeSpan.FromTicks(ticks);
        return true;
    }
}
