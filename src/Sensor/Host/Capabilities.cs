using System.Globalization;

namespace PortSentry.Sensor.Host;

/// <summary>What this process may do.</summary>
internal static class Capabilities
{
    private const string Effective = "CapEff:";

    /// <summary>True when the capability is in effect, or the kernel does not say.</summary>
    public static bool Has(Capability capability)
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Effective, StringComparison.Ordinal));
        return line is null
            || ((ulong.Parse(line[Effective.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (int)capability) & 1) != 0;
    }
}
