namespace PortSentry.Sensor.Cli.Replay;

/// <summary>A line of <c>portsentry replay -o json</c> that holds an alarm.</summary>
public sealed record ReplayAlarmLine(ReplayAlarmView Alarm);

/// <summary>An alarm that a capture raises.</summary>
/// <param name="File">The capture, as it was named; of an alarm of the fleet, the one whose contact completed it.</param>
/// <param name="Source">The address of the probe that raised it.</param>
/// <param name="Mode">The mode that saw it; <c>fleet</c> for all captures together.</param>
/// <param name="Kind">How that probe touched the port; of an alarm of the fleet, its rule.</param>
/// <param name="FirstProbe">When the source's first probe came.</param>
/// <param name="At">When the alarm was raised.</param>
/// <param name="Ports">The ports its source touched, as ranges.</param>
/// <param name="Proven">True when the source had completed a handshake by then.</param>
/// <param name="Verdict">What the sensor would have done.</param>
public sealed record ReplayAlarmView(
    string File, string Source, string Mode, string Kind, DateTimeOffset FirstProbe, DateTimeOffset At, string Ports, bool Proven, string Verdict)
{
    /// <summary>The evidence in one sentence, of an alarm of the fleet.</summary>
    public string? Words { get; init; }
}
