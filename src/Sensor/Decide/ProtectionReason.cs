namespace PortSentry.Sensor.Decide;

/// <summary>Why an address is never blocked; the names are the keywords of PROTECT.</summary>
public enum ProtectionReason
{
    /// <summary>An address of this host.</summary>
    Own,

    /// <summary>127.0.0.0/8 and ::1.</summary>
    Loopback,

    /// <summary>169.254.0.0/16 and fe80::/10.</summary>
    LinkLocal,

    /// <summary>A gateway of one of our routes.</summary>
    Gateways,

    /// <summary>A name server this host asks.</summary>
    Resolvers,

    /// <summary>A coordinator of the fleet, or the proxy through which it is reached.</summary>
    Coordinators,

    /// <summary>A sensor of the fleet.</summary>
    Sensors,

    /// <summary>Where a logged-in session comes from.</summary>
    Sessions,

    /// <summary>No host at all: unspecified, broadcast or multicast.</summary>
    NoHost,

    /// <summary>A line of the ignore file.</summary>
    Ignored,
}
