namespace PortSentry.Sensor.Detect;

/// <summary>What a detector made of a probe.</summary>
public enum Outcome
{
    /// <summary>The port is no tripwire: in use, excluded, or not ours.</summary>
    NoTripwire,

    /// <summary>It is no probe: an answer to what we asked, or to a connection that we have, DHCP's, or a traceroute's.</summary>
    Innocent,

    /// <summary>The same segment was seen before.</summary>
    Copy,

    /// <summary>The source is protected or ignored: it is never counted.</summary>
    Spared,

    /// <summary>It was counted; the source stays below its trigger.</summary>
    Counted,

    /// <summary>It made the source reach its trigger: an alarm.</summary>
    Alarm,

    /// <summary>It was counted; the alarm of its source was raised before.</summary>
    Update,
}
