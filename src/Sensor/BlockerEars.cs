using PortSentry.Sensor.Block;

namespace PortSentry.Sensor;

/// <summary>Who hears of blockers in actors of their own; any thread may call.</summary>
/// <param name="Taken">Blocks came into force by one.</param>
/// <param name="Missed">One has begun anew, or was too far behind to be told: it needs the whole list.</param>
internal sealed record BlockerEars(Action<BlocksTaken> Taken, Action Missed);
