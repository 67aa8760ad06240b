namespace PortSentry.Sensor.Capture.Files;

/// <summary>Keeps times that a file claims within a calendar that later sums cannot leave.</summary>
internal static class CaptureTime
{
    /// <summary>1 January 9000: a block of ten years, or of a century, still ends before the calendar does.</summary>
    public static readonly long Latest = new DateTime(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>The time so many ticks after 1970, or the closest one that is kept.</summary>
    public static long FromUnix(Int128 ticks) => (long)Int128.Clamp(ticks, 0, Latest - DateTime.UnixEpoch.Ticks) + DateTime.UnixEpoch.Ticks;
}
