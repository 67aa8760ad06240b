namespace PortSentry.Sensor.Block;

/// <summary>Why the firewall is made equal to the block list.</summary>
public enum RestoreCause
{
    /// <summary>A change of ours failed, or the list is another one.</summary>
    Ours,

    /// <summary>Another program changed our table.</summary>
    Others,

    /// <summary>Another program may have: what the kernel told of it was lost.</summary>
    Doubt,
}
