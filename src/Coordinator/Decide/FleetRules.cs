using PortSentry.Coordinator.Store;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>What follows from a contact with a tripwire, seen beside all others.</summary>
internal static class FleetRules
{
    /// <summary>The cause of a block that lasts longer since the address is proven.</summary>
    public const string ProvenBy = "proven";

    /// <summary>The mode that alarms of the fleet name.</summary>
    private const string Fleet = "fleet";

    /// <summary>False when the source is never counted, or its evidence is older than an operator's unblock. A host of our own is told of.</summary>
    public static bool Counts(StepDraft draft, FleetSighting sighting)
    {
        if (FleetGuard.IsSpecial(sighting.Source))
            return false;
        if (draft.State.Guard.IsFleetHost(sighting.Source))
        {
            TellFleetHost(draft, sighting);
            return false;
        }

        if (draft.State.Guard.IsIgnored(sighting.Source))
            return false;
        return draft.Sources.Source(sighting.Network).LiftedAt is not { } lifted || sighting.Contact.At > lifted;
    }

    /// <summary>Adds a contact that counts to the evidence, and acts on what it shows.</summary>
    public static void Observe(StepDraft draft, FleetSighting sighting)
    {
        var known = draft.Sources.Source(sighting.Network);
        var evidence = known.Evidence.With(sighting.Contact, sighting.Proven, draft.Thresholds.Window);
        draft.Sources.Put(sighting.Network, known with { Evidence = evidence });
        if (SourceScan.Judge(evidence, sighting, draft.Thresholds) is { } alarm)
            Raise(draft, alarm);
        else if (draft.Find(sighting.Network) is { } present)
            Prove(draft, sighting, present);
        else if (!evidence.IsAnswered(sighting.Contact.At))
            ObservePrefix(draft, sighting);
    }

    /// <summary>Who has its answer takes no part in a coordinated scan.</summary>
    public static void LeavePrefix(StepDraft draft, Cidr network)
    {
        var prefix = CoordinatedScan.PrefixOf(network, draft.Thresholds);
        var evidence = draft.Sources.Prefix(prefix);
        if (evidence.Contacts.Any(contact => contact.Network == network))
            draft.Sources.Put(prefix, evidence.Without(network));
    }

    private static void ObservePrefix(StepDraft draft, FleetSighting sighting)
    {
        var prefix = CoordinatedScan.PrefixOf(sighting.Network, draft.Thresholds);
        var known = draft.Sources.Prefix(prefix);
        if (known.IsAnswered(sighting.Network, sighting.Contact.At))
            return;

        var evidence = known.With(sighting, draft.Thresholds.Window);
        draft.Sources.Put(prefix, evidence);
        if (CoordinatedScan.Judge(evidence, sighting, draft.Thresholds) is { } alarm)
            RaiseCoordinated(draft, prefix, alarm);
    }

    private static void Raise(StepDraft draft, FleetAlarm alarm)
    {
        draft.Alarm(Row(alarm, alarm.Last.Contact.At));
        var silentUntil = alarm.Last.Contact.At + draft.Thresholds.Window;
        var answeredUntil = draft.State.Policy.Blocks(alarm.Rule) ? AnswerTo(draft, alarm, alarm.Sources[0], silentUntil) : null;
        var known = draft.Sources.Source(alarm.Network);
        var evidence = known.Evidence.WithRaised(alarm.Rule, silentUntil);
        draft.Sources.Put(alarm.Network, known with { Evidence = answeredUntil is { } until ? evidence.WithAnswer(until) : evidence });
        LeavePrefix(draft, alarm.Network);
    }

    private static void RaiseCoordinated(StepDraft draft, Cidr prefix, FleetAlarm alarm)
    {
        draft.Alarm(Row(alarm, alarm.Last.Contact.At));
        var silentUntil = alarm.Last.Contact.At + draft.Thresholds.Window;
        foreach (var source in alarm.Sources)
        {
            var answeredUntil = draft.State.Policy.BlockCoordinatedScan ? AnswerTo(draft, alarm, source, silentUntil) : null;
            draft.Sources.Put(prefix, draft.Sources.Prefix(prefix).WithAnswer(source.Network, answeredUntil ?? silentUntil));
        }
    }

    /// <summary>Blocks a source that takes part, and says until when that is its answer; null when it has none and may be asked about again.</summary>
    private static DateTimeOffset? AnswerTo(StepDraft draft, FleetAlarm alarm, ScanningSource source, DateTimeOffset silentUntil)
    {
        var last = alarm.Last;
        var answer = Blocking.Decide(draft, new BlockWish
        {
            Target = source.Network,
            Source = source.Network == last.Network ? last.Source : source.Network.IsHost ? source.Network.Base : null,
            Sensor = last.Contact.Sensor,
            At = last.Contact.At,
            Cause = alarm.Rule.Name(),
            Reason = alarm.Words,
            Port = last.Contact.Port,
            Proven = source.Proven,
            IsOfOthers = alarm.Rule == FleetRule.CoordinatedScan,
        });
        return answer switch
        {
            BlockAnswer.Ordered or BlockAnswer.Kept => draft.Find(source.Network)?.Until ?? silentUntil,
            BlockAnswer.Refused => last.Contact.At + TimeSpan.FromMinutes(1),
            _ => silentUntil,
        };
    }

    /// <summary>A connection proves the address of a source that is blocked as one that may be forged: it is blocked as a proven one.</summary>
    private static void Prove(StepDraft draft, FleetSighting sighting, BlockOrder present)
    {
        if (!sighting.Proven || present is not { Proven: false, ByOperator: false })
            return;

        Blocking.Decide(draft, new BlockWish
        {
            Target = sighting.Network,
            Source = sighting.Source,
            Sensor = sighting.Contact.Sensor,
            At = sighting.Contact.At,
            Cause = ReportRules.CauseOf(ProvenBy, sighting.Contact.Sensor),
            Reason = $"{sighting.Contact.Sensor} saw a connection, so the address is proven; {present.Reason}",
            Port = sighting.Contact.Port,
            Proven = true,
        });
    }

    private static void TellFleetHost(StepDraft draft, FleetSighting sighting)
    {
        var host = Cidr.Host(sighting.Source);
        var known = draft.Sources.Source(host);
        var at = sighting.Contact.At;
        if (known.Evidence.IsSilent(FleetRule.FleetHost, at))
            return;

        var alarm = new FleetAlarm
        {
            Rule = FleetRule.FleetHost,
            Last = sighting,
            Network = host,
            Sources = [],
            Contacts = 1,
            FirstContact = at,
            Words = $"{sighting.Source}, a host of our own, met a tripwire of {sighting.Contact.Sensor}: {EvidenceText.Ports([sighting.Contact.Port])}",
        };
        draft.Alarm(Row(alarm, at));
        draft.Decide(host, "spare", Blocking.Coordinator, $"{host} {draft.State.Guard.WhyNot(host)}; {alarm.Words}");
        draft.Sources.Put(host, known with { Evidence = known.Evidence.WithRaised(FleetRule.FleetHost, at + draft.Thresholds.Window) });
    }

    private static AlarmRow Row(FleetAlarm alarm, DateTimeOffset at) => new()
    {
        Source = alarm.Last.Source,
        Network = alarm.Network,
        What = alarm.Rule.Name(),
        Mode = Fleet,
        Kind = alarm.Last.Kind,
        Port = alarm.Last.Contact.Port,
        Probes = alarm.Contacts,
        FirstProbe = alarm.FirstContact,
        At = at,
        Proven = alarm.Sources.Count > 0 && alarm.Sources.All(source => source.Proven),
        Words = alarm.Words,
    };
}
