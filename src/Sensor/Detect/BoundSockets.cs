using PortSentry.Sensor.Decode;

namespace PortSentry.Sensor.Detect;

/// <summary>The sockets as a connect mode knows them: what one of its own took was meant for no other; and as a mode that is told to look at none.</summary>
public sealed class BoundSockets : ISocketTable
{
    /// <inheritdoc/>
    public bool HasSocketFor(in Probe probe) => false;
}
