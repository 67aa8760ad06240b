using PortSentry.Shared.Contracts;

namespace PortSentry.Shared.Correlate;

/// <summary>The fleet's rules over evidence that is held in memory, for those who keep no store. Bounded: of sources and of prefixes so many are held, and the one longest untouched gives way.</summary>
public sealed class FleetCorrelator(FleetThresholds thresholds, int capacity)
{
    private readonly TouchedTable<SourceEvidence> _sources = new(capacity);
    private readonly TouchedTable<PrefixEvidence> _prefixes = new(capacity);

    /// <summary>Sources and prefixes that had to give way.</summary>
    public long Evicted => _sources.Evicted + _prefixes.Evicted;

    /// <summary>Takes a contact that a sensor saw, and says what it shows; each alarm counts as answered until the window has passed.</summary>
    public FleetAlarm? Observe(string sensor, FirstContact contact)
    {
        ArgumentNullException.ThrowIfNull(contact);
        var network = SourceNetwork.Of(contact.Source, contact.Network);
        var sighting = FleetSighting.Of(sensor, contact with { Network = network });
        var evidence = (_sources.Find(network) ?? SourceEvidence.None).With(sighting.Contact, sighting.Proven, thresholds.Window);
        var silentUntil = contact.At + thresholds.Window;
        var alarm = SourceScan.Judge(evidence, sighting, thresholds);
        _sources.Put(network, alarm is null ? evidence : evidence.WithRaised(alarm.Rule, silentUntil).WithAnswer(silentUntil));
        return alarm is null && !evidence.IsAnswered(contact.At)
            ? ObservePrefix(sighting, silentUntil)
            : Settled(sighting, alarm);
    }

    private FleetAlarm? ObservePrefix(FleetSighting sighting, DateTimeOffset silentUntil)
    {
        var prefix = CoordinatedScan.PrefixOf(sighting.Network, thresholds);
        var known = _prefixes.Find(prefix) ?? PrefixEvidence.None;
        if (known.IsAnswered(sighting.Network, sighting.Contact.At))
            return null;

        var evidence = known.With(sighting, thresholds.Window);
        var alarm = CoordinatedScan.Judge(evidence, sighting, thresholds);
        _prefixes.Put(prefix, alarm is null ? evidence : alarm.Sources.Aggregate(evidence, (left, source) => left.WithAnswer(source.Network, silentUntil)));
        return alarm;
    }

    /// <summary>Who has its answer takes no part in a coordinated scan.</summary>
    private FleetAlarm? Settled(FleetSighting sighting, FleetAlarm? alarm)
    {
        var prefix = CoordinatedScan.PrefixOf(sighting.Network, thresholds);
        if (alarm is not null && _prefixes.Find(prefix) is { } evidence)
            _prefixes.Put(prefix, evidence.Without(sighting.Network));
        return alarm;
    }
}
