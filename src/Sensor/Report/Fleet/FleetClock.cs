namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Knows what the coordinator's clock shows, by the last time it was told and the monotonic time since: neither clock need be right. Pure but for the time it is given.</summary>
internal sealed class FleetClock(TimeProvider time)
{
    private DateTimeOffset _told = time.GetUtcNow();
    private long _at = time.GetTimestamp();

    /// <summary>What the coordinator's clock shows now; ours, while it has never been told.</summary>
    public DateTimeOffset Now => _told + time.GetElapsedTime(_at);

    /// <summary>The coordinator's clock shows this.</summary>
    public void Set(DateTimeOffset now) => (_told, _at) = (now, time.GetTimestamp());
}
