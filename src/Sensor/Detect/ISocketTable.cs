using PortSentry.Sensor.Decode;

namespace PortSentry.Sensor.Detect;

/// <summary>The kernel's sockets, asked for one exactly: the listener list is up to two seconds old.</summary>
public interface ISocketTable
{
    /// <summary>True when a socket listens for, or is already connected to, where the probe came from; by TCP or UDP, as the probe says.</summary>
    bool HasSocketFor(in Probe probe);
}
