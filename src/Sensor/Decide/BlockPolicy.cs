namespace PortSentry.Sensor.Decide;

/// <summary>How long and how many blocks there are; zero durations mean for ever.</summary>
public sealed record BlockPolicy
{
    /// <summary>Where doubling has no other limit: longer is for ever, and the calendar does not end first.</summary>
    private static readonly TimeSpan Century = TimeSpan.FromDays(36525);

    /// <summary>For a proven source; doubles each time it comes again.</summary>
    public required TimeSpan Proven { get; init; }

    /// <summary>For a source whose address may be forged; never longer.</summary>
    public required TimeSpan Unproven { get; init; }

    /// <summary>The longest that doubling leads to.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>Blocks in force at the most; unproven ones may fill half.</summary>
    public required int MaxBlocks { get; init; }

    /// <summary>New blocks a minute at the most.</summary>
    public required int MaxPerMinute { get; init; }

    /// <summary>How long a block lasts; null for ever.</summary>
    public TimeSpan? DurationOf(bool proven, int times)
    {
        var once = proven ? Proven : Unproven;
        if (once == TimeSpan.Zero)
            return null;
        if (!proven || times <= 1)
            return once;

        var limit = Longest == TimeSpan.Zero ? Century : Longest;
        var doubled = once.Ticks * Math.Pow(2, Math.Min(times - 1, 62));
        return doubled >= limit.Ticks ? (Longest == TimeSpan.Zero ? null : Longest) : TimeSpan.FromTicks((long)doubled);
    }
}
