using System.Globalization;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>The ports that the kernel gives to whoever asks without choosing one (net.ipv4.ip_local_port_range, of both families and protocols).</summary>
internal static class LocalPorts
{
    private const string File = "/proc/sys/net/ipv4/ip_local_port_range";

    /// <summary>Those of this host; null where the kernel does not say.</summary>
    public static PortRange? Read()
    {
        try
        {
            return Parse(System.IO.File.ReadAllText(File));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Two numbers, blanks between them.</summary>
    public static PortRange? Parse(string text)
    {
        var ends = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return ends.Length == 2 && Port(ends[0]) is { } first && Port(ends[1]) is { } last && first <= last ? new PortRange(first, last) : null;
    }

    private static ushort? Port(string text) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;
}
