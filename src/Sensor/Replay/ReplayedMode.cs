using System.Collections.Frozen;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>One mode at work on a capture: the sensor's detector, and the ports that each source touched.</summary>
internal sealed class ReplayedMode(ProtocolMode mode, DetectorSettings settings, PortWatch watch, SourceNetworks networks, Func<Address, bool> isSpared)
{
    /// <summary>Sources whose ports are remembered; of further ones an alarm tells the port that raised it.</summary>
    public const int MaxSources = 131_072;

    /// <summary>Ports remembered, of all sources together; further ones are not told of.</summary>
    public const int MaxPorts = 1_000_000;

    /// <summary>First contacts remembered; further ones are not told to the fleet.</summary>
    public const int MaxContacts = 200_000;

    // The seed only chooses who gives way when the table is full.
    private const int Seed = 1;

    private static readonly FrozenSet<ushort> NoPorts = [];

    private readonly Dictionary<Cidr, SourceTally> _tallies = [];
    private readonly List<FirstContact> _contacts = [];
    private int _ports;

    /// <summary>Which mode it is.</summary>
    public ProtocolMode Mode { get; } = mode;

    /// <summary>The detector, as it is live.</summary>
    public ScanDetector Detector { get; } = new(settings, new NoSockets(), new Random(Seed)) { Watch = watch, Networks = networks, IsSpared = isSpared };

    /// <summary>The first touch of each tripwire by each source.</summary>
    public IReadOnlyList<FirstContact> Contacts => _contacts;

    /// <summary>Takes one probe into account.</summary>
    public Sighting Observe(in Probe probe)
    {
        var sighting = Detector.Observe(probe);
        if (sighting.Outcome is (Outcome.Counted or Outcome.Alarm or Outcome.Update) && TallyOf(sighting) is { } tally)
            Remember(tally, sighting.Source, probe);
        return sighting;
    }

    /// <summary>The ports that the source touched; those that it goes on to touch come to them.</summary>
    public IReadOnlySet<ushort> PortsOf(Cidr source) => _tallies.TryGetValue(source, out var tally) ? tally.Ports : NoPorts;

    /// <summary>The source's next probe begins a list of its own.</summary>
    public void Part(Cidr source) => _tallies.Remove(source);

    private SourceTally? TallyOf(in Sighting sighting)
    {
        // An alarm after the first, when a block has ended, has ports of its own.
        var isKnown = _tallies.TryGetValue(sighting.Source, out var tally) && !(sighting.Outcome == Outcome.Alarm && tally.HasAlarm);
        if (!isKnown && (tally is not null || _tallies.Count < MaxSources))
            _tallies[sighting.Source] = tally = new SourceTally();
        if (tally is not null)
            tally.HasAlarm |= sighting.Outcome == Outcome.Alarm;
        return tally;
    }

    private void Remember(SourceTally tally, Cidr source, in Probe probe)
    {
        if (_ports == MaxPorts || !tally.Ports.Add(probe.Port))
            return;

        _ports++;
        if (_contacts.Count < MaxContacts)
            _contacts.Add(new FirstContact(probe.Source, source, probe.Kind, probe.Port, probe.At));
    }

    /// <summary>A capture does not hold the host's sockets; its services are known from their answers.</summary>
    private sealed class NoSockets : ISocketTable
    {
        public bool HasSocketFor(in Probe probe) => false;
    }

    private sealed class SourceTally
    {
        public HashSet<ushort> Ports { get; } = [];

        public bool HasAlarm { get; set; }
    }
}
