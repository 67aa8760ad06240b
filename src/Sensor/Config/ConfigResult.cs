namespace PortSentry.Sensor.Config;

/// <summary>What reading a configuration gave, and by whose rules.</summary>
public sealed record ConfigResult(SensorOptions Options, IReadOnlyList<ConfigIssue> Issues, ConfigDialect Dialect = ConfigDialect.Classic)
{
    /// <summary>True when the options must not be used.</summary>
    public bool HasErrors => Issues.Any(issue => issue.IsError);
}
