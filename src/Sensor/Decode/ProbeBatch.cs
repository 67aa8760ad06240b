namespace PortSentry.Sensor.Decode;

/// <summary>Probes on their way to the detectors, many in one message; pooled, so that no probe costs an allocation.</summary>
public sealed class ProbeBatch
{
    private readonly Probe[] _probes;
    private readonly Departure[] _departures;
    private int _probeCount;
    private int _departureCount;

    /// <summary>A batch with room for so many probes and as many departures.</summary>
    public ProbeBatch(int capacity) => (_probes, _departures) = (new Probe[capacity], new Departure[capacity]);

    /// <summary>The probes, in the order the kernel saw them.</summary>
    public ReadOnlySpan<Probe> Probes => _probes.AsSpan(0, _probeCount);

    /// <summary>What left this host, in the order the kernel saw them.</summary>
    public ReadOnlySpan<Departure> Departures => _departures.AsSpan(0, _departureCount);

    /// <summary>True when nothing is in it.</summary>
    public bool IsEmpty => _probeCount + _departureCount == 0;

    /// <summary>Adds a probe; there must be room.</summary>
    public void Add(in Probe probe) => _probes[_probeCount++] = probe;

    /// <summary>Adds a departure; there must be room.</summary>
    public void Add(in Departure departure) => _departures[_departureCount++] = departure;

    /// <summary>Makes it empty for its next use.</summary>
    public void Clear() => (_probeCount, _departureCount) = (0, 0);
}
