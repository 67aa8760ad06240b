namespace PortSentry.Sensor.Block;

/// <summary>A blocker could not do what it was asked.</summary>
public sealed class BlockerException(string message, Exception? inner = null) : IOException(message, inner);
