namespace PortSentry.Sensor.Decide;

/// <summary>Which party ordered a block.</summary>
public enum BlockOrigin
{
    /// <summary>This sensor's own verdict.</summary>
    Local,

    /// <summary>A person or program on this host, through the command line.</summary>
    Operator,

    /// <summary>The coordinator.</summary>
    Coordinator,
}
