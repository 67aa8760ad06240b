using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>What the sources of one prefix have met, each of which is below the thresholds by itself. Immutable and bounded: when full, the oldest contact gives way.</summary>
public sealed record PrefixEvidence
{
    /// <summary>Distinct contacts that are held at the most.</summary>
    public const int MaxContacts = 128;

    /// <summary>Answered sources that are held at the most.</summary>
    public const int MaxAnswered = 256;

    /// <summary>Nothing.</summary>
    public static PrefixEvidence None { get; } = new();

    /// <summary>The contacts within the window.</summary>
    public IReadOnlyList<PrefixContact> Contacts { get; init; } = [];

    /// <summary>Contacts that had to give way.</summary>
    public long MoreContacts { get; init; }

    /// <summary>Sources that have their answer, as part of a coordinated scan.</summary>
    public IReadOnlyList<AnsweredSource> Answered { get; init; } = [];

    /// <summary>True while a source has its answer.</summary>
    public bool IsAnswered(Cidr network, DateTimeOffset at) => Answered.Any(answered => answered.Network == network && at < answered.Until);

    /// <summary>With one more contact, and without those that are older than the window before the latest. Contacts that two sources make are shared: they show no division of work and count for nobody.</summary>
    public PrefixEvidence With(FleetSighting sighting, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(sighting);
        var latest = Contacts.Aggregate(sighting.Contact.At, (late, known) => known.Contact.At > late ? known.Contact.At : late);
        var isKnown = Contacts.Any(known => known.Contact.IsOfSame(sighting.Contact));
        var merged = Contacts.Select(known => known.Contact.IsOfSame(sighting.Contact) ? known.Met(sighting) : known);
        List<PrefixContact> contacts = [.. merged.Where(known => latest - known.Contact.At <= window)];
        if (!isKnown && latest - sighting.Contact.At <= window)
            contacts.Add(new PrefixContact(sighting.Network, sighting.Contact, sighting.Proven, IsShared: false));

        var surplus = Math.Max(0, contacts.Count - MaxContacts);
        return this with
        {
            Contacts = surplus == 0 ? contacts : [.. contacts.OrderBy(known => known.Contact.At).Skip(surplus)],
            MoreContacts = MoreContacts + surplus,
            Answered = Answered.Count == 0 ? Answered : [.. Answered.Where(answered => latest < answered.Until)],
        };
    }

    /// <summary>Without what a source has met.</summary>
    public PrefixEvidence Without(Cidr network) => this with { Contacts = [.. Contacts.Where(known => known.Network != network)] };

    /// <summary>With the answer to a source, whose contacts are used up.</summary>
    public PrefixEvidence WithAnswer(Cidr network, DateTimeOffset until) => Without(network) with
    {
        Answered = [.. Answered.Where(answered => answered.Network != network).TakeLast(MaxAnswered - 1), new AnsweredSource(network, until)],
    };

    /// <summary>Without a source and the answer to it.</summary>
    public PrefixEvidence Forgetting(Cidr network) => Without(network) with { Answered = [.. Answered.Where(answered => answered.Network != network)] };
}

/// <summary>A contact of one of the sources of a prefix.</summary>
/// <param name="Network">The network that stands for the source that made it first.</param>
/// <param name="Contact">Which tripwire, and when.</param>
/// <param name="Proven">True when it proves the source's address.</param>
/// <param name="IsShared">True when another source made it, too.</param>
public sealed record PrefixContact(Cidr Network, Contact Contact, bool Proven, bool IsShared)
{
    /// <summary>The contact when it was made again, by the same source or another.</summary>
    public PrefixContact Met(FleetSighting again)
    {
        ArgumentNullException.ThrowIfNull(again);
        return this with
        {
            Contact = again.Contact.At > Contact.At ? again.Contact : Contact,
            IsShared = IsShared || again.Network != Network,
            Proven = Proven || (again.Proven && again.Network == Network),
        };
    }
}

/// <summary>A source that has its answer.</summary>
/// <param name="Network">The network that stands for it.</param>
/// <param name="Until">Until when.</param>
public sealed record AnsweredSource(Cidr Network, DateTimeOffset Until);
