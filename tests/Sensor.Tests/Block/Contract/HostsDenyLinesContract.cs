namespace PortSentry.Sensor.Tests.Block.Contract;

/// <summary>A line a source, for one service.</summary>
public sealed class HostsDenyLinesContract() : HostsDenyContract("in.telnetd: $TARGET$ : spawn (echo %h)");
