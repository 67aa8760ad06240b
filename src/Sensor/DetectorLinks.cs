using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor;

/// <summary>Whom a detector tells what it finds.</summary>
internal sealed record DetectorLinks(ResponseDesk Responses, Action<ReportEvent> Tell, ActorRef<HostMessage> Host);
