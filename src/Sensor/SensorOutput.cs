using PortSentry.Sensor.Block;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>Carries what a detector finds to the actors that act on it; never waits.</summary>
internal sealed class SensorOutput(string mode, ActorRef<BlockCommand> block, ActorRef<ReportEvent> report, ActorRef<HostMessage> host) : IDetectorOutput
{
    /// <summary>Where batches come from and go back to.</summary>
    public RingCapture? Capture { get; set; }

    /// <summary>That the source of this probe be blocked.</summary>
    public static BlockRequest RequestOf(string mode, in Probe probe, in Sighting sighting) => new()
    {
        Target = sighting.Source,
        Origin = BlockOrigin.Local,
        Alarm = new Alarm(probe.Source, mode, probe.Kind, probe.Port, new DateTimeOffset(sighting.FirstTicks, TimeSpan.Zero), probe.At),
    };

    public void Block(in Probe probe, in Sighting sighting) => block.Tell(new BlockSource(RequestOf(mode, probe, sighting)));

    public void Judged(in Probe probe, in Sighting sighting, Verdict verdict) => report.Tell(new ProbeJudged(probe, sighting, verdict, mode));

    public void Omitted(Address source, int count) => report.Tell(new ProbesOmitted(source, count));

    public void Answered(in ServiceAnswer answer) =>
        host.Tell(new PortAnswered(new ServicePort(answer.Local, answer.Port), new DateTimeOffset(answer.Ticks, TimeSpan.Zero)));

    public void Retract(Cidr source) => block.Tell(new RetractBlock(source));

    public void Return(ProbeBatch batch) => Capture?.Return(batch);
}
