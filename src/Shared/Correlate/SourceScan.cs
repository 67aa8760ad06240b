namespace PortSentry.Shared.Correlate;

/// <summary>The rules on the evidence of one source. The first that holds gives its alarm; it and the others are silent then as the evidence says.</summary>
public static class SourceScan
{
    /// <summary>The alarm that the evidence gives at this contact, or null.</summary>
    public static FleetAlarm? Judge(SourceEvidence evidence, FleetSighting last, FleetThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (evidence.IsAnswered(last.Contact.At))
            return null;

        return Judge(FleetRule.AddressScan, evidence, last, thresholds) ?? Judge(FleetRule.FleetScan, evidence, last, thresholds);
    }

    /// <summary>True while the evidence carries the rule, whether or not it has given its alarm.</summary>
    public static bool Holds(FleetRule rule, SourceEvidence evidence, FleetThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(thresholds);
        return rule switch
        {
            FleetRule.FleetScan => IsFleetScan(evidence.Contacts, thresholds),
            FleetRule.AddressScan => evidence.Contacts.Any(contact => IsAddressScan(SamePort(evidence, contact, thresholds), thresholds)),
            _ => false,
        };
    }

    private static FleetAlarm? Judge(FleetRule rule, SourceEvidence evidence, FleetSighting last, FleetThresholds thresholds)
    {
        var contacts = rule == FleetRule.AddressScan ? SamePort(evidence, last.Contact, thresholds) : evidence.Contacts;
        var holds = rule == FleetRule.AddressScan ? IsAddressScan(contacts, thresholds) : IsFleetScan(contacts, thresholds);
        if (!holds || evidence.IsSilent(rule, last.Contact.At))
            return null;

        var since = contacts.Min(contact => contact.At);
        return new FleetAlarm
        {
            Rule = rule,
            Last = last,
            Network = last.Network,
            Sources = [new ScanningSource(last.Network, evidence.IsProven(last.Contact.At, thresholds.Window), since)],
            Contacts = contacts.Count,
            FirstContact = since,
            Words = EvidenceText.Of(rule, contacts),
        };
    }

    private static bool IsFleetScan(IReadOnlyList<Contact> contacts, FleetThresholds thresholds) =>
        contacts.Count >= thresholds.FleetContacts && Sensors(contacts) >= thresholds.FleetSensors;

    private static bool IsAddressScan(IReadOnlyList<Contact> contacts, FleetThresholds thresholds) => Sensors(contacts) >= thresholds.AddressSensors;

    private static int Sensors(IEnumerable<Contact> contacts) => contacts.Select(contact => contact.Sensor).Distinct().Count();

    /// <summary>The contacts with the same port that lie no further before this one, or after it, than an address scan takes.</summary>
    private static List<Contact> SamePort(SourceEvidence evidence, Contact last, FleetThresholds thresholds) =>
    [
        .. evidence.Contacts.Where(contact =>
            contact.Port == last.Port && contact.Transport == last.Transport && (last.At - contact.At).Duration() <= thresholds.AddressWindow),
    ];
}
