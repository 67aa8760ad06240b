namespace PortSentry.Sensor.Cli.Control;

/// <summary>What was freed, as <c>portsentry unblock -o json</c> shows it.</summary>
public sealed record FreedView(IReadOnlyList<string> Freed);
