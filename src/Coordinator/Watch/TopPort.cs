using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Watch;

/// <summary>A port with many alarms.</summary>
public sealed record TopPort(int Port, Transport Transport, long Count);
