using PortSentry.Sensor.Block;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor;

/// <summary>Whom a detector tells what it finds.</summary>
internal sealed record DetectorLinks(ActorRef<BlockCommand> Blocks, Action<ReportEvent> Tell, ActorRef<HostMessage> Host);
