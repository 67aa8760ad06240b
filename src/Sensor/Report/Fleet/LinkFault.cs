namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Why the coordinator did not do what it was asked.</summary>
internal enum LinkFault
{
    /// <summary>It cannot be reached, is not who it should be, or broke off.</summary>
    Unreachable,

    /// <summary>It refused this sensor: revoked, not enrolled, or the token is no good.</summary>
    Refused,

    /// <summary>It is there, but busy or without its store: try later.</summary>
    Busy,

    /// <summary>It said something that this version does not understand.</summary>
    Malformed,
}
