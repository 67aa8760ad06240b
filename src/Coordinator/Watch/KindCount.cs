using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Watch;

/// <summary>How many alarms of a kind.</summary>
public sealed record KindCount(ScanKind Kind, int Count);
