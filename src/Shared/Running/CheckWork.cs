namespace PortSentry.Shared.Running;

/// <summary>Tells the watchdog to look.</summary>
public sealed record CheckWork;
