namespace PortSentry.Sensor.Config;

/// <summary>What reading a configuration gave.</summary>
public sealed record ConfigResult(SensorOptions Options, IReadOnlyList<ConfigIssue> Issues)
{
    /// <summary>True when the options must not be used.</summary>
    public bool HasErrors => Issues.Any(issue => issue.IsError);
}
