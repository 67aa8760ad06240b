namespace PortSentry.Sensor.Decide;

/// <summary>The sensor's answer to a probe.</summary>
public enum Verdict
{
    /// <summary>The source is protected or ignored.</summary>
    Spared,

    /// <summary>The source is below its trigger, or its alarm was answered before.</summary>
    NotTriggered,

    /// <summary>SIMULATE is on: it would be blocked.</summary>
    Simulated,

    /// <summary>Blocking is switched off for the protocol, or the host has just started.</summary>
    LogOnly,

    /// <summary>Alarms of the protocol run a command and block nobody.</summary>
    CommandOnly,

    /// <summary>It is blocked already.</summary>
    AlreadyBlocked,

    /// <summary>Block it.</summary>
    Block,
}
