namespace PortSentry.Sensor.Config;

/// <summary>A key: its name, what it allows in words, and how a value changes the options (null: not allowed).</summary>
internal sealed record ConfigKey(string Name, string Allowed, Func<SensorOptions, string, SensorOptions?> Apply)
{
    /// <summary>True for the keys of portsentry 1.2, whose form it forgave.</summary>
    public bool IsClassic { get; init; }

    /// <summary>True for the keys that list ports.</summary>
    public bool IsPortList { get; init; }
}
