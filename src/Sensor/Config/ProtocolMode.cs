namespace PortSentry.Sensor.Config;

/// <summary>How a detector sees probes.</summary>
public enum ProtocolMode
{
    /// <summary>Sockets bound to the listed TCP ports; a connection counts once it is accepted.</summary>
    Tcp,

    /// <summary>The ring on the listed TCP ports, nothing bound.</summary>
    Stcp,

    /// <summary>Every TCP port below a bound, but those in use and the excluded.</summary>
    Atcp,

    /// <summary>Sockets bound to the listed UDP ports; each datagram counts.</summary>
    Udp,

    /// <summary>The ring on the listed UDP ports, nothing bound.</summary>
    Sudp,

    /// <summary>Every UDP port below a bound, but those in use and the excluded.</summary>
    Audp,
}
