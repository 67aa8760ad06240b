namespace PortSentry.Shared.Correlate;

/// <summary>What all sensors together know of one source. Immutable and bounded: so many distinct contacts are held; one more takes the place of the oldest of the sensor that has most, so that a loud scan of one host hides no other.</summary>
public sealed record SourceEvidence
{
    /// <summary>Distinct contacts that are held at the most.</summary>
    public const int MaxContacts = 64;

    /// <summary>Nothing.</summary>
    public static SourceEvidence None { get; } = new();

    /// <summary>The contacts within the window, in the order in which they were first made known.</summary>
    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    /// <summary>Contacts that had to give way.</summary>
    public long MoreContacts { get; init; }

    /// <summary>When the source's address was last proven.</summary>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>The alarms that rules have given.</summary>
    public IReadOnlyList<RaisedAlarm> Raised { get; init; } = [];

    /// <summary>Until when the source has its answer, so that no rule asks for another.</summary>
    public DateTimeOffset? AnsweredUntil { get; init; }

    /// <summary>True when the source's address was proven within the window.</summary>
    public bool IsProven(DateTimeOffset at, TimeSpan window) => ProvenAt is { } proven && at - proven <= window;

    /// <summary>True while the source has its answer.</summary>
    public bool IsAnswered(DateTimeOffset at) => at < AnsweredUntil;

    /// <summary>True while a rule is silent.</summary>
    public bool IsSilent(FleetRule rule, DateTimeOffset at) => Raised.Any(raised => raised.Rule == rule && at < raised.SilentUntil);

    /// <summary>With one more contact, and without those that are older than the window before the latest.</summary>
    public SourceEvidence With(Contact contact, bool proven, TimeSpan window)
    {
        ArgumentNullException.ThrowIfNull(contact);
        var latest = Contacts.Count == 0 ? contact.At : Later(contact.At, Contacts.Max(known => known.At));
        var seen = this with
        {
            Contacts = [.. Merged(contact).Where(known => latest - known.At <= window)],
            ProvenAt = proven ? Later(contact.At, ProvenAt ?? contact.At) : ProvenAt,
            Raised = Raised.Count == 0 ? Raised : [.. Raised.Where(raised => latest < raised.SilentUntil)],
        };
        return seen.Contacts.Count <= MaxContacts ? seen : seen.WithoutLeastMissed(contact);
    }

    /// <summary>With the alarm of a rule, which is silent then.</summary>
    public SourceEvidence WithRaised(FleetRule rule, DateTimeOffset silentUntil) =>
        this with { Raised = [.. Raised.Where(raised => raised.Rule != rule), new RaisedAlarm(rule, silentUntil)] };

    /// <summary>Answered until then; rules may speak again afterwards, however lately they did.</summary>
    public SourceEvidence WithAnswer(DateTimeOffset until) => this with
    {
        AnsweredUntil = until,
        Raised = [.. Raised.Select(raised => raised with { SilentUntil = raised.SilentUntil < until ? raised.SilentUntil : until })],
    };

    /// <summary>Without what one sensor has seen.</summary>
    public SourceEvidence Without(string sensor) => this with { Contacts = [.. Contacts.Where(contact => contact.Sensor != sensor)] };

    private IEnumerable<Contact> Merged(Contact contact)
    {
        var isKnown = false;
        foreach (var known in Contacts)
        {
            isKnown |= known.IsOfSame(contact);
            yield return known.IsOfSame(contact) ? known with { At = Later(known.At, contact.At) } : known;
        }

        if (!isKnown)
            yield return contact;
    }

    /// <summary>Without the oldest contact, but for the new one, of the sensor that has most: the rules ask for several sensors, and none is lost while another has two contacts.</summary>
    private SourceEvidence WithoutLeastMissed(Contact added)
    {
        var bySensor = Contacts.CountBy(known => known.Sensor).ToDictionary(StringComparer.Ordinal);
        var most = bySensor.Values.Max();
        var leastMissed = Contacts.Where(known => bySensor[known.Sensor] == most && !known.IsOfSame(added)).MinBy(known => known.At);
        return this with { Contacts = [.. Contacts.Where(known => known != leastMissed)], MoreContacts = MoreContacts + 1 };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
