using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

/// <summary>Writes down what a detector tells.</summary>
internal sealed class RecordingOutput : IDetectorOutput
{
    public List<string> Told { get; } = [];

    public List<Verdict> Verdicts { get; } = [];

    public List<ProbeBatch> Returned { get; } = [];

    public void Block(in Probe probe, in Sighting sighting) => Told.Add($"block {sighting.Source} port {probe.Port} probes {sighting.Probes}");

    public void Judged(in Probe probe, in Sighting sighting, Verdict verdict)
    {
        Verdicts.Add(verdict);
        Told.Add($"{verdict} {probe.Source} port {probe.Port}");
    }

    public void FleetHostMet(in Probe probe, in Sighting sighting) => Told.Add($"fleet host {probe.Source} port {probe.Port}");

    public void Omitted(Address source, int count) => Told.Add($"omitted {source} {count}");

    public void Answered(in Departure answer) => Told.Add($"answered {answer.Local} port {answer.Port}");

    public void Retract(Cidr network, Address source) => Told.Add($"retract {network} for {source}");

    public void Return(ProbeBatch batch) => Returned.Add(batch);
}
