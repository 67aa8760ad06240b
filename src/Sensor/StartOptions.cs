using PortSentry.Sensor.Config;

namespace PortSentry.Sensor;

/// <summary>What the sensor is started with.</summary>
/// <param name="ConfigFile">The configuration file, read again by a reload.</param>
/// <param name="Mode">The mode that watches TCP.</param>
/// <param name="Options">The configuration.</param>
/// <param name="Terminal">Where a readable line an event goes; null for nowhere.</param>
internal sealed record StartOptions(string ConfigFile, ProtocolMode Mode, SensorOptions Options, TextWriter? Terminal)
{
    /// <summary>The mode as the command line and all output write it.</summary>
    public string ModeName => Mode.ToString().ToLowerInvariant();
}
