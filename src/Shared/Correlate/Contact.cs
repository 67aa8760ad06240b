using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>That a source met a tripwire: what counts is which, and when last.</summary>
/// <param name="Sensor">The sensor's name.</param>
/// <param name="Transport">The protocol of the port.</param>
/// <param name="Port">The port.</param>
/// <param name="At">When.</param>
public sealed record Contact(string Sensor, Transport Transport, int Port, DateTimeOffset At)
{
    /// <summary>True when both are of the same tripwire.</summary>
    public bool IsOfSame(Contact other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Port == other.Port && Transport == other.Transport && Sensor == other.Sensor;
    }
}
