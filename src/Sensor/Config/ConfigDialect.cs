namespace PortSentry.Sensor.Config;

/// <summary>Whose way of reading a configuration file counts where portsentry's two versions differ.</summary>
public enum ConfigDialect
{
    /// <summary>portsentry 1.2's.</summary>
    Classic,

    /// <summary>portsentry 2.x's.</summary>
    V2,
}
