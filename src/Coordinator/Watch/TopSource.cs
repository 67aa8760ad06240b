using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Watch;

/// <summary>A source with many alarms.</summary>
/// <param name="Source">The network that it is counted by.</param>
/// <param name="Kind">How it touched ports the last time.</param>
/// <param name="Hosts">On how many sensors; 16 stands for as many or more.</param>
/// <param name="Alarms">How many alarms.</param>
/// <param name="LastAt">When the last was raised.</param>
public sealed record TopSource(Cidr Source, ScanKind Kind, int Hosts, long Alarms, DateTimeOffset LastAt);
