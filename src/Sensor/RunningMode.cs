using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor;

/// <summary>A mode at work: its detector, and the lane that its probes come by.</summary>
internal sealed record RunningMode(ProtocolMode Mode, ActorRef<DetectorMessage> Detector, ProbeLane Lane);
