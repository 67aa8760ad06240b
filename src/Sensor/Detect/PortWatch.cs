using System.Collections.Frozen;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>Which ports of which addresses are tripwires at this moment; replaced whole when anything changes.</summary>
/// <param name="Watched">The ports the mode watches, in use or not.</param>
/// <param name="Services">The ports in use.</param>
/// <param name="Local">This host's addresses.</param>
public sealed record PortWatch(PortSet Watched, ServicePorts Services, FrozenSet<Address> Local)
{
    /// <summary>True when a touch of this port on this address is a probe.</summary>
    public bool IsTripwire(Address address, ushort port) =>
        Watched.Contains(port) && Local.Contains(address) && !Services.InUse(address, port);

    /// <summary>True when the port is served on this address, and would be watched if it were not.</summary>
    public bool IsServed(Address address, ushort port) =>
        Watched.Contains(port) && Local.Contains(address) && Services.InUse(address, port);
}
