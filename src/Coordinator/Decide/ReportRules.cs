using System.Globalization;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Decide;

/// <summary>What follows from the reports of a sensor.</summary>
internal static class ReportRules
{
    private const string PortScan = "port-scan";

    /// <summary>Takes the reports of one batch, in their order.</summary>
    public static void Take(StepDraft draft, ReportsItem item)
    {
        foreach (var report in item.Reports)
        {
            switch (report)
            {
                case AlarmRaised alarm:
                    Take(draft, item, alarm);
                    break;
                case ContactsSeen seen:
                    Take(draft, item, seen);
                    break;
                case SourceHeld held:
                    HeldRules.Take(draft, item, held);
                    break;
                case AlarmRetracted retracted:
                    Take(draft, item, retracted);
                    break;
            }
        }
    }

    /// <summary>A sensor's clock may be ahead, but nothing has happened later than it was told.</summary>
    public static DateTimeOffset Past(DateTimeOffset at, ReportsItem item) => at < item.At ? at : item.At;

    private static void Take(StepDraft draft, ReportsItem item, AlarmRaised alarm)
    {
        var network = SourceNetwork.Of(alarm.Source, alarm.Network);
        var at = Past(alarm.At, item);
        var contact = new Contact(item.SensorName, alarm.Kind.Transport(), alarm.Port, at);
        var sighting = new FleetSighting(alarm.Source, network, alarm.Kind, contact, alarm.Proven);
        var words = Words(draft, item.SensorName, alarm, network);
        draft.Alarm(Row(item, alarm, network, words));
        // Services may not be up yet: what was met is no tripwire then.
        if (alarm.IsSettling || !FleetRules.Counts(draft, sighting))
            return;
        if (draft.State.Policy.BlockPortScan)
            Block(draft, sighting, words);
        FleetRules.Observe(draft, sighting);
    }

    private static void Take(StepDraft draft, ReportsItem item, ContactsSeen seen)
    {
        foreach (var told in seen.Contacts)
        {
            var contact = told with { Network = SourceNetwork.Of(told.Source, told.Network), At = Past(told.At, item) };
            draft.Contact(new ContactRow(item.SensorName, contact));
            var sighting = FleetSighting.Of(item.SensorName, contact);
            if (FleetRules.Counts(draft, sighting))
                FleetRules.Observe(draft, sighting);
        }
    }

    private static void Take(StepDraft draft, ReportsItem item, AlarmRetracted retracted)
    {
        if (!FleetGuard.IsSource(retracted.Network))
            return;

        var before = draft.Sources.Source(retracted.Network);
        var evidence = before.Evidence.Without(item.SensorName);
        var causes = before.Causes.Where(cause => StillHolds(cause, item.SensorName, evidence, draft.Thresholds)).ToList();
        var prefix = draft.Sources.Prefix(CoordinatedScan.PrefixOf(retracted.Network, draft.Thresholds));
        var isOnlyCause = before.Causes.Count > 0 && causes.Count == 0 && !prefix.IsAnswered(retracted.Network, item.At);
        var after = before with { Evidence = evidence, Causes = causes };
        if (isOnlyCause && draft.Find(retracted.Network) is { ByOperator: false })
        {
            draft.Unblock(retracted.Network, Blocking.Coordinator, $"{item.SensorName} took its alarm back: the port is served");
            after = after with { Times = Math.Max(0, before.Times - 1), KeptUntil = null };
        }

        draft.Sources.Put(retracted.Network, after);
    }

    /// <summary>A cause outlives the sensor's alarm when it is another's, or when the evidence of the others carries it.</summary>
    private static bool StillHolds(string cause, string sensor, SourceEvidence left, FleetThresholds thresholds)
    {
        if (cause == FleetRule.FleetScan.Name())
            return SourceScan.Holds(FleetRule.FleetScan, left, thresholds);
        if (cause == FleetRule.AddressScan.Name())
            return SourceScan.Holds(FleetRule.AddressScan, left, thresholds);
        return cause != CauseOf(PortScan, sensor) && cause != CauseOf(HeldRules.Held, sensor) && cause != CauseOf(FleetRules.ProvenBy, sensor);
    }

    private static void Block(StepDraft draft, FleetSighting sighting, string words)
    {
        var known = draft.Sources.Source(sighting.Network).Evidence;
        var answer = Blocking.Decide(draft, new BlockWish
        {
            Target = sighting.Network,
            Source = sighting.Source,
            Sensor = sighting.Contact.Sensor,
            At = sighting.Contact.At,
            Cause = CauseOf(PortScan, sighting.Contact.Sensor),
            Reason = words,
            Port = sighting.Contact.Port,
            Proven = sighting.Proven || known.IsProven(sighting.Contact.At, draft.Thresholds.Window),
        });
        if (answer is BlockAnswer.Ordered or BlockAnswer.Kept)
            FleetRules.LeavePrefix(draft, sighting.Network);
    }

    /// <summary>What leads to a block, by the sensor whose word it is.</summary>
    public static string CauseOf(string what, string sensor) => $"{what} {sensor}";

    private static AlarmRow Row(ReportsItem item, AlarmRaised alarm, Cidr network, string words) => new()
    {
        Sensor = item.SensorName,
        Source = alarm.Source,
        Network = network,
        What = PortScan,
        Mode = alarm.Mode,
        Kind = alarm.Kind,
        Port = alarm.Port,
        Probes = alarm.Probes,
        FirstProbe = alarm.FirstProbe,
        At = Past(alarm.At, item),
        Proven = alarm.Proven,
        Verdict = alarm.Verdict,
        Words = words,
    };

    private static string Words(StepDraft draft, string sensor, AlarmRaised alarm, Cidr network)
    {
        var known = FleetGuard.IsSource(network) ? draft.Sources.Source(network) : KnownSource.None;
        var ports = known.Evidence.Contacts.Where(contact => contact.Sensor == sensor).Select(contact => contact.Port);
        var probes = alarm.Probes == 1 ? "1 probe" : string.Create(CultureInfo.InvariantCulture, $"{alarm.Probes} probes in {EvidenceText.Span(alarm.At - alarm.FirstProbe)}");
        var settling = alarm.IsSettling ? ", just after the host's start, so nobody is blocked for it" : "";
        return $"port scan of {sensor}: {probes}, {EvidenceText.Ports(ports.Append(alarm.Port))} ({alarm.Kind.Name()}){settling}";
    }
}
