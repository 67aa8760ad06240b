using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Tests.Detect;

/// <summary>A kernel in which these ports are in use.</summary>
internal sealed class FakeSockets : ISocketTable
{
    public HashSet<ushort> Ports { get; } = [];

    public int Asked { get; private set; }

    public bool HasSocketFor(in Probe probe)
    {
        Asked++;
        return Ports.Contains(probe.Port);
    }
}
