using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>Judges captures as a coordinator would have: those of one host are what one sensor saw, all by the rules of the fleet.</summary>
internal sealed class FleetReplay
{
    // As many sources and prefixes as the rules hold; the one longest untouched gives way.
    private const int Capacity = 65_536;

    private readonly FleetCorrelator _correlator = new(FleetThresholds.Default, Capacity);
    private readonly Dictionary<Cidr, (Address Last, HashSet<ushort> Ports)> _seen = [];
    private readonly List<ReplayedFleetAlarm> _alarms = [];
    private readonly HashSet<Address> _hosts;
    private readonly HashSet<Address> _toldHosts = [];

    private FleetReplay(IEnumerable<ReplayedFile> files) => _hosts = [.. files.SelectMany(file => file.Own)];

    /// <summary>The alarms that these captures raise together, in the order of their time; an alarm on several sources counts for each of them.</summary>
    public static IReadOnlyList<ReplayedFleetAlarm> Judge(IReadOnlyList<ReplayedFile> files)
    {
        var replay = new FleetReplay(files);
        foreach (var (file, contact) in files.SelectMany(file => file.Contacts.Select(contact => (file, contact))).OrderBy(pair => pair.contact.At))
            replay.See(file, contact);
        return replay._alarms;
    }

    private void See(ReplayedFile file, FirstContact contact)
    {
        var sensor = string.Join(' ', file.Own);
        var network = SourceNetwork.Of(contact.Source, contact.Network);
        var ports = _seen.TryGetValue(network, out var seen) ? seen.Ports : [];
        ports.Add((ushort)contact.Port);
        _seen[network] = (contact.Source, ports);
        if (_hosts.Contains(contact.Source))
            TellHost(file.File, FleetSighting.Of(sensor, contact with { Network = network }));
        else if (_correlator.Observe(sensor, contact) is { } alarm)
            Tell(file.File, alarm);
    }

    /// <summary>A host of our own: told once, and never blocked.</summary>
    private void TellHost(string file, FleetSighting sighting)
    {
        if (!_toldHosts.Add(sighting.Source))
            return;

        Tell(file, new FleetAlarm
        {
            Rule = FleetRule.FleetHost,
            Last = sighting,
            Network = sighting.Network,
            Sources = [new ScanningSource(sighting.Network, sighting.Proven, sighting.Contact.At)],
            Contacts = 1,
            FirstContact = sighting.Contact.At,
            Words = EvidenceText.Of(FleetRule.FleetHost, [sighting.Contact]),
        });
    }

    private void Tell(string file, FleetAlarm alarm)
    {
        foreach (var part in alarm.Sources)
        {
            var (last, ports) = _seen[part.Network];
            _alarms.Add(new ReplayedFleetAlarm(file, alarm, last, part, ports));
        }
    }
}
