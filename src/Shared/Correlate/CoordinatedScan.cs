using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>The rule on the sources of one prefix: none crosses a threshold by itself, but they share the tripwires out among them.</summary>
public static class CoordinatedScan
{
    /// <summary>The prefix that a source belongs to with others.</summary>
    public static Cidr PrefixOf(Cidr source, FleetThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        return new Cidr(source.Base, Math.Min(source.Prefix, source.IsIPv4 ? thresholds.PrefixIPv4 : thresholds.PrefixIPv6));
    }

    /// <summary>The alarm that the evidence gives at this contact, or null.</summary>
    public static FleetAlarm? Judge(PrefixEvidence evidence, FleetSighting last, FleetThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(last);
        ArgumentNullException.ThrowIfNull(thresholds);
        List<PrefixContact> contacts = [.. evidence.Contacts.Where(contact => !contact.IsShared)];
        var sources = contacts.GroupBy(contact => contact.Network).Select(Source).ToList();
        if (contacts.Count < thresholds.CoordinatedContacts || sources.Count < thresholds.CoordinatedSources)
            return null;

        var prefix = PrefixOf(last.Network, thresholds);
        return new FleetAlarm
        {
            Rule = FleetRule.CoordinatedScan,
            Last = last,
            Network = prefix,
            Sources = sources,
            Contacts = contacts.Count,
            FirstContact = contacts.Min(contact => contact.Contact.At),
            Words = EvidenceText.Of(prefix, sources.Count, [.. contacts.Select(contact => contact.Contact)]),
        };
    }

    private static ScanningSource Source(IGrouping<Cidr, PrefixContact> contacts) =>
        new(contacts.Key, contacts.Any(contact => contact.Proven), contacts.Min(contact => contact.Contact.At));
}
