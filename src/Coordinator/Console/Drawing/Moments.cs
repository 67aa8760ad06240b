using System.Globalization;

namespace PortSentry.Coordinator.Console.Drawing;

/// <summary>Times as pages write them: UTC, as long as what the scripts make of them in the viewer's zone. Pure.</summary>
internal static class Moments
{
    /// <summary>The day and the time of a form: full, exact, minute, or clock, which has no day.</summary>
    public static (string Day, string Time) Text(DateTimeOffset at, string form) => form switch
    {
        "exact" => (Day(at), Part(at, "HH:mm:ss.fff")),
        "minute" => (Day(at), Part(at, "HH:mm")),
        "clock" => ("", Part(at, "HH:mm:ss")),
        _ => (Day(at), Part(at, "HH:mm:ss")),
    };

    /// <summary>For machines.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>In full, for titles.</summary>
    public static string Title(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => Part(at, "dd MMM ");

    private static string Part(DateTimeOffset at, string format) => at.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);
}
