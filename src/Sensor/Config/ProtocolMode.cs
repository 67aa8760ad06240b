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

    /// <summary>Every TCP port, all kinds of segments, by a sequential test on first contacts with closed and with served ports.</summary>
    AutoTcp,

    /// <summary>Sockets bound to the listed UDP ports; each datagram counts.</summary>
    Udp,

    /// <summary>The ring on the listed UDP ports, nothing bound.</summary>
    Sudp,

    /// <summary>Every UDP port below a bound, but those in use and the excluded.</summary>
    Audp,

    /// <summary>Every UDP port but those this host asks from, by a sequential test on first contacts.</summary>
    AutoUdp,
}
