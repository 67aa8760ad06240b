using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Host;

/// <summary>All that detection and protection need to know of the host, at one moment.</summary>
/// <param name="Watch">The tripwires.</param>
/// <param name="Networks">By which network a source is counted.</param>
/// <param name="Protection">Who is never blocked.</param>
public sealed record HostView(PortWatch Watch, SourceNetworks Networks, Protection Protection);
