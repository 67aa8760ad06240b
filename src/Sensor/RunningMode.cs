using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Actors;

namespace PortSentry.Sensor;

/// <summary>A mode at work: its detector, the lane that its probes come by, and the sockets of a connect mode.</summary>
internal sealed record RunningMode(ProtocolMode Mode, ActorRef<DetectorMessage> Detector, ProbeLane Lane)
{
    /// <summary>What takes contacts; null for a mode that looks at the ring.</summary>
    public SocketCapture? Sockets { get; init; }
}
