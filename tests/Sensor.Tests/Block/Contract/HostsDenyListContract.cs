namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>The classic line, which leads to a list.</summary>
public sealed class HostsDenyListContract() : HostsDenyContract("ALL: $TARGET$ : DENY");
