using PortSentry.Sensor.Config;

namespace PortSentry.Sensor;

/// <summary>What the sensor is started with.</summary>
/// <param name="ConfigFile">The configuration file, read again by a reload.</param>
/// <param name="Modes">The modes that watch, one a protocol at the most.</param>
/// <param name="Options">The configuration.</param>
/// <param name="Terminal">Where a readable line an event goes; null for nowhere.</param>
internal sealed record StartOptions(string ConfigFile, IReadOnlyList<ProtocolMode> Modes, SensorOptions Options, TextWriter? Terminal);
