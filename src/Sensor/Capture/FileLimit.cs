using System.Globalization;

namespace PortSentry.Sensor.Capture;

/// <summary>How many descriptors this process may have open; .NET raises the soft limit to the hard one when it starts.</summary>
internal static class FileLimit
{
    private const string Line = "Max open files";
    private const int Usual = 1024;

    /// <summary>The limit at this moment; the usual one when the system does not say.</summary>
    public static int Current => Parse(File.Exists("/proc/self/limits") ? File.ReadAllLines("/proc/self/limits") : []);

    /// <summary>The soft limit that these lines of proc(5) give.</summary>
    public static int Parse(IEnumerable<string> lines)
    {
        var line = lines.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        var soft = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (soft == "unlimited")
            return int.MaxValue;
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : Usual;
    }
}
