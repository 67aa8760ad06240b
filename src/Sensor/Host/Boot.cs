using System.Globalization;

namespace PortSentry.Sensor.Host;

/// <summary>When this host was booted.</summary>
internal static class Boot
{
    /// <summary>How long ago it was, by /proc/uptime; for ever where that cannot be read.</summary>
    public static TimeSpan Ago()
    {
        try
        {
            return TimeSpan.FromSeconds(double.Parse(File.ReadAllText("/proc/uptime").Split(' ')[0], CultureInfo.InvariantCulture));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            return TimeSpan.MaxValue;
        }
    }
}
