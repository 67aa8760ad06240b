using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>The fact that a source crossed its threshold; says nothing of the response.</summary>
/// <param name="Source">The address of the probe that raised it.</param>
/// <param name="Mode">The mode that saw it.</param>
/// <param name="Kind">How that probe touched the port.</param>
/// <param name="Port">The port it touched.</param>
/// <param name="FirstProbe">When the source's first probe came.</param>
/// <param name="At">When the probe came that raised it.</param>
public sealed record Alarm(Address Source, string Mode, ScanKind Kind, ushort Port, DateTimeOffset FirstProbe, DateTimeOffset At);
