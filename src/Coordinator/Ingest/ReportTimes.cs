using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Ingest;

/// <summary>Puts the times of reports, which a sensor's clock gave, right by ours: both clocks are known when a batch is sent. Pure.</summary>
internal static class ReportTimes
{
    // So long may a batch be under way; clocks that are that close are left as they are.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>The batch with its times by our clock, as far as the sensor said what its own showed.</summary>
    public static ReportBatch Righted(ReportBatch batch, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.SentAt is not { } sent || (now - sent).Duration() <= Tolerance)
            return batch;

        var off = now - sent;
        return batch with { Reports = [.. batch.Reports.Select(report => Righted(report, off))] };
    }

    private static SensorReport Righted(SensorReport report, TimeSpan off) => report switch
    {
        AlarmRaised alarm => alarm with { FirstProbe = Righted(alarm.FirstProbe, off), At = Righted(alarm.At, off) },
        ContactsSeen seen => seen with { Contacts = [.. seen.Contacts.Select(contact => contact with { At = Righted(contact.At, off) })] },
        SourceHeld held => held with { Since = Righted(held.Since, off), Until = held.Until is { } until ? Righted(until, off) : null },
        AlarmRetracted retracted => retracted with { At = Righted(retracted.At, off) },
        _ => report,
    };

    /// <summary>A sensor may name any time at all: what would lie beyond the calendar is its end.</summary>
    private static DateTimeOffset Righted(DateTimeOffset at, TimeSpan off) =>
        new(Math.Clamp(at.UtcTicks + off.Ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks), TimeSpan.Zero);
}
