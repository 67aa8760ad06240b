namespace PortSentry.Sensor.Config;

/// <summary>What is wrong with the form of a line.</summary>
internal enum ConfigLineFault
{
    None,
    NoEqualsSign,
    Unquoted,
    Loose,
    NotClosed,
}
