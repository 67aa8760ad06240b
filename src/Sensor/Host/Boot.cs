using System.Globalization;

namespace PortSentry.Sensor.Host;

/// <summary>When this host was booted.</summary>
internal static class Boot
{
    /// <summary>The time of the boot, by /proc/uptime; long ago where that cannot be read.</summary>
    public static DateTimeOffset At(TimeProvider time)
    {
        try
        {
            var seconds = double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture);
            return time.GetUtcNow() - TimeSpan.FromSeconds(seconds);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return DateTimeOffset.UnixEpoch;
        }
    }
}
