using PortSentry.Sensor.Config;

namespace PortSentry.Sensor;

/// <summary>What the sensor is started with.</summary>
/// <param name="ConfigFile">The configuration file, read again by a reload.</param>
/// <param name="Modes">The modes that watch, one a protocol at the most.</param>
/// <param name="Options">The configuration.</param>
/// <param name="Terminal">Where a readable line an event goes; null for nowhere.</param>
internal sealed record StartOptions(string ConfigFile, IReadOnlyList<ProtocolMode> Modes, SensorOptions Options, TextWriter? Terminal)
{
    /// <summary>The command line's other flags.</summary>
    public StartFlags Flags { get; init; } = new();

    /// <summary>Whose rules the configuration is read by, and whose words lines are in where no key says otherwise.</summary>
    public ConfigDialect Dialect { get; init; }

    /// <summary>Where lines go that are not for syslog; null once detached.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>In whose words the log is written.</summary>
    public LogFormat LogFormat => Options.LogFormat ?? OfDialect;

    /// <summary>In whose words the history is written.</summary>
    public LogFormat HistoryFormat => Options.HistoryFormat ?? OfDialect;

    private LogFormat OfDialect => Dialect == ConfigDialect.V2 ? LogFormat.V2 : LogFormat.Classic;
}
