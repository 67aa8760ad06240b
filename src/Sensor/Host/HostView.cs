using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;

namespace PortSentry.Sensor.Host;

/// <summary>All that detection and protection need to know of the host, at one moment.</summary>
/// <param name="Watches">The tripwires of each mode that runs.</param>
/// <param name="Networks">By which network a source is counted.</param>
/// <param name="Protection">Who is never blocked.</param>
public sealed record HostView(IReadOnlyDictionary<ProtocolMode, PortWatch> Watches, SourceNetworks Networks, Protection Protection);
