using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>What a detector made of one probe.</summary>
/// <param name="Outcome">The result.</param>
/// <param name="Source">The network that stands for the source.</param>
/// <param name="Probes">Probes of the source within the window, this one included.</param>
/// <param name="FirstTicks">When its first probe came, in ticks.</param>
/// <param name="AlarmTicks">When its alarm was raised, in ticks; 0 when none is.</param>
/// <param name="IsBlocked">True when its record says that it is blocked.</param>
public readonly record struct Sighting(
    Outcome Outcome, Cidr Source = default, int Probes = 0, long FirstTicks = 0, long AlarmTicks = 0, bool IsBlocked = false);
