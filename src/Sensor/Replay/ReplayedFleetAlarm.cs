using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>One source of an alarm that captures raise together.</summary>
/// <param name="File">The capture whose contact completed it.</param>
/// <param name="Alarm">The alarm.</param>
/// <param name="Source">The source, as it last came.</param>
/// <param name="Part">Its part in the alarm.</param>
/// <param name="Ports">The ports it touched, on any of the hosts.</param>
internal sealed record ReplayedFleetAlarm(string File, FleetAlarm Alarm, Address Source, ScanningSource Part, IReadOnlySet<ushort> Ports);
