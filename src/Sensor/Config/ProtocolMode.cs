namespace PortSentry.Sensor.Config;

/// <summary>How a detector sees probes.</summary>
public enum ProtocolMode
{
    /// <summary>The ring on the listed TCP ports, nothing bound.</summary>
    Stcp,

    /// <summary>Every TCP port below a bound, but those in use and the excluded.</summary>
    Atcp,

    /// <summary>The ring on the listed UDP ports, nothing bound.</summary>
    Sudp,

    /// <summary>Every UDP port below a bound, but those in use and the excluded.</summary>
    Audp,
}
