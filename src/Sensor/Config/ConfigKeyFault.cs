namespace PortSentry.Sensor.Config;

/// <summary>What is wrong with where a key stands.</summary>
internal enum ConfigKeyFault
{
    None,
    ByteOrderMark,
    Indented,
    TabBehind,
}
