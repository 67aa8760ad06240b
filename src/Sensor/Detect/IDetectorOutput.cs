using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>Where a detector tells what it found; none of it may wait.</summary>
public interface IDetectorOutput
{
    /// <summary>The source of this probe is to be blocked.</summary>
    void Block(in Probe probe, in Sighting sighting);

    /// <summary>A probe was judged and is to be logged.</summary>
    void Judged(in Probe probe, in Sighting sighting, Verdict verdict);

    /// <summary>A host of the fleet, which is protected, touched a tripwire.</summary>
    void FleetHostMet(in Probe probe, in Sighting sighting);

    /// <summary>So many probes of a source were not logged within a minute.</summary>
    void Omitted(Address source, int count);

    /// <summary>A service answered on a port that was watched.</summary>
    void Answered(in Departure departure);

    /// <summary>The alarm of this source, counted by this network, is taken back: the port it touched is served.</summary>
    void Retract(Cidr network, Address source);

    /// <summary>The batch is free again.</summary>
    void Return(ProbeBatch batch);
}
