using PortSentry.Sensor.Config;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>How captures are replayed.</summary>
/// <param name="Modes">The modes that watch, one a protocol at the most.</param>
/// <param name="Options">The configuration.</param>
/// <param name="Ignored">The networks of the ignore file.</param>
/// <param name="Own">The host's addresses; none to find them in each capture.</param>
/// <param name="Open">Ports of either protocol that are served, whatever the capture shows.</param>
internal sealed record ReplaySettings(
    IReadOnlyList<ProtocolMode> Modes, SensorOptions Options, IReadOnlyList<Cidr> Ignored, IReadOnlyList<Address> Own, PortSet Open);
