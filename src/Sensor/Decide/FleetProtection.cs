using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>Who is never blocked because the fleet says so.</summary>
/// <param name="Ignored">The fleet's ignore list.</param>
/// <param name="Sensors">The addresses of its sensors.</param>
/// <param name="Coordinators">The addresses of its coordinators, and of the proxy before them.</param>
public sealed record FleetProtection(IReadOnlyList<Cidr> Ignored, IReadOnlyList<Address> Sensors, IReadOnlyList<Address> Coordinators)
{
    /// <summary>Nobody: the host is in no fleet.</summary>
    public static FleetProtection None { get; } = new([], [], []);
}
