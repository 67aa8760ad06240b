using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>One mode at work on a capture: the sensor's detector, and the ports that each source touched.</summary>
internal sealed class ReplayedMode(ProtocolMode mode, DetectorSettings settings, PortWatch watch, SourceNetworks networks, Func<Address, bool> isSpared)
{
    /// <summary>Touched ports remembered, of all sources together; further ones are not told of.</summary>
    public const int MaxPorts = 2_000_000;

    /// <summary>First contacts remembered; further ones are not told to the fleet.</summary>
    public const int MaxContacts = 200_000;

    // The seed only chooses who gives way when the table is full.
    private const int Seed = 1;

    private readonly Dictionary<Cidr, HashSet<ushort>> _touched = [];
    private readonly HashSet<Cidr> _alarmed = [];
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
        // An alarm after the first, when a block has ended, has ports of its own.
        if (sighting.Outcome == Outcome.Alarm && !_alarmed.Add(sighting.Source))
            Part(sighting.Source);
        if (sighting.Outcome is Outcome.Counted or Outcome.Alarm or Outcome.Update)
            Remember(sighting.Source, probe);
        return sighting;
    }

    /// <summary>The ports that the source touched; those that it goes on to touch come to them.</summary>
    public IReadOnlySet<ushort> PortsOf(Cidr source) => _touched.TryGetValue(source, out var ports) ? ports : new HashSet<ushort>();

    /// <summary>The source's next probe begins a list of its own.</summary>
    public void Part(Cidr source) => _touched.Remove(source);

    private void Remember(Cidr source, in Probe probe)
    {
        if (_ports == MaxPorts)
            return;
        if (!_touched.TryGetValue(source, out var ports))
            _touched.Add(source, ports = []);
        if (!ports.Add(probe.Port))
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
}
