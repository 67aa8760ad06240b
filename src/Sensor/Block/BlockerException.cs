namespace PortSentry.Sensor.Block;

/// <summary>A blocker could not do what it was asked.</summary>
public sealed class BlockerException(string message, Exception inner) : IOException(message, inner)
{
    /// <summary>True when it can never work here: a privilege or a library is missing.</summary>
    public bool IsFinal { get; init; }
}
