using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>An alarm that a capture raises.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Network">The network that stands for its source.</param>
/// <param name="Proven">True when the source had completed a handshake with the host by then.</param>
/// <param name="Verdict">The answer to it.</param>
/// <param name="Refusal">Why the block list did not take it; null when it did, or was not asked.</param>
/// <param name="Ports">The ports its source touched, to the end of the capture or to its next alarm.</param>
internal sealed record ReplayedAlarm(Alarm Alarm, Cidr Network, bool Proven, Verdict Verdict, Refusal? Refusal, IReadOnlySet<ushort> Ports);
