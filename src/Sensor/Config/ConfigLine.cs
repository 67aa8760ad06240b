namespace PortSentry.Sensor.Config;

/// <summary>One <c>KEY="value"</c> of a configuration file, or what is wrong with the line.</summary>
internal sealed record ConfigLine(int Number, string Key, string Value, ConfigLineFault Fault)
{
    /// <summary>What hides its key from the old versions.</summary>
    public ConfigKeyFault KeyFault { get; init; }
}
