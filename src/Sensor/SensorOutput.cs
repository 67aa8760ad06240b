using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor;

/// <summary>Carries what a detector finds to the actors that act on it; never waits.</summary>
internal sealed class SensorOutput(string mode, ProbeLane lane, DetectorLinks links) : IDetectorOutput
{
    /// <summary>That the source of this probe be blocked.</summary>
    public static BlockRequest RequestOf(string mode, in Probe probe, in Sighting sighting) => new()
    {
        Target = sighting.Source,
        Origin = BlockOrigin.Local,
        Proven = probe.Kind == ScanKind.Connect,
        Alarm = new Alarm(probe.Source, mode, probe.Kind, probe.Port, new DateTimeOffset(sighting.FirstTicks, TimeSpan.Zero), probe.At),
    };

    public void Block(in Probe probe, in Sighting sighting) => links.Responses.Block(RequestOf(mode, probe, sighting));

    public void Judged(in Probe probe, in Sighting sighting, Verdict verdict)
    {
        links.Tell(new ProbeJudged(probe, sighting, verdict, mode) { RunsCommand = links.Responses.RunsCommand });
        if (verdict == Verdict.CommandOnly && sighting.Outcome == Outcome.Alarm)
            links.Responses.Run(RequestOf(mode, probe, sighting).Alarm!);
    }

    public void FleetHostMet(in Probe probe, in Sighting sighting) => links.Tell(new FleetHostMet(new FirstContact(probe.Source, sighting.Source, probe.Kind, probe.Port, probe.At)));

    public void Omitted(Address source, int count) => links.Tell(new ProbesOmitted(source, count));

    public void Answered(in Departure departure) => links.Host.Tell(new PortAnswered(
        departure.Transport, new ServicePort(departure.Local, departure.Port), new DateTimeOffset(departure.Ticks, TimeSpan.Zero)));

    public void Retract(Cidr network, Address source)
    {
        links.Responses.Retract(network, source);
        links.Tell(new AlarmTakenBack(network));
    }

    public void Return(ProbeBatch batch) => lane.Return(batch);
}
