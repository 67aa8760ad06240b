namespace PortSentry.Sensor.Decide;

/// <summary>Why a block was refused.</summary>
public enum Refusal
{
    /// <summary>The target is protected or ignored.</summary>
    Protected,

    /// <summary>MAX_BLOCKS is reached and nothing may give way.</summary>
    Full,

    /// <summary>MAX_BLOCKS_PER_MINUTE is reached.</summary>
    TooFast,

    /// <summary>The firewall did not take it; it is tried again until it does.</summary>
    NotTaken,
}
