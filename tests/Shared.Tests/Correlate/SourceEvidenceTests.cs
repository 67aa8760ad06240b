using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Correlate;
using static PortSentry.Shared.Tests.Correlate.Contacts;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class SourceEvidenceTests
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    [Fact]
    public void Contact_with_the_same_tripwire_counts_once_and_by_its_latest_time()
    {
        var evidence = SourceEvidence.None.With(Of("web1", 22), proven: false, Window).With(Of("web1", 22, minute: 5), proven: false, Window);

        Assert.Equal([Of("web1", 22, minute: 5)], evidence.Contacts);
    }

    [Fact]
    public void Contact_older_than_the_window_before_the_latest_does_not_count()
    {
        var evidence = SourceEvidence.None.With(Of("web1", 22), proven: false, Window).With(Of("web2", 22, minute: 1441), proven: false, Window);

        Assert.Equal([Of("web2", 22, minute: 1441)], evidence.Contacts);
        Assert.Equal(evidence.Contacts, evidence.With(Of("web1", 23), proven: false, Window).Contacts);
    }

    [Fact]
    public void More_contacts_than_there_is_room_for_are_counted_only()
    {
        var evidence = Enumerable.Range(1, SourceEvidence.MaxContacts + 6).Aggregate(SourceEvidence.None, (known, port) => known.With(Of("web1", port), proven: false, Window));

        Assert.Equal(SourceEvidence.MaxContacts, evidence.Contacts.Count);
        Assert.Equal(6, evidence.MoreContacts);
    }

    [Fact]
    public void Contact_of_another_sensor_takes_the_place_of_the_oldest_of_the_sensor_that_has_most()
    {
        Contact[] loud = [.. Enumerable.Range(1, SourceEvidence.MaxContacts - 1).Select(port => Of("web1", port, minute: port))];

        var evidence = After([Of("web2", 22), .. loud, Of("web3", 22, minute: 90)]);

        Assert.Equal([Of("web2", 22), .. loud[1..], Of("web3", 22, minute: 90)], evidence.Contacts);
        Assert.Equal(1, evidence.MoreContacts);
    }

    [Fact]
    public void New_contact_is_held_though_it_is_the_oldest_of_the_sensor_that_has_most()
    {
        var evidence = After([.. Enumerable.Range(1, SourceEvidence.MaxContacts).Select(port => Of("web1", port, minute: port)), Of("web1", 443)]);

        Assert.Equal([.. Enumerable.Range(2, SourceEvidence.MaxContacts - 1), 443], evidence.Contacts.Select(contact => contact.Port));
    }

    [Fact]
    public void Whatever_comes_the_newest_is_held_and_no_sensor_gives_way_to_a_louder_one() => Prop.ForAll(
        Meetings.ToArbitrary(),
        contacts =>
        {
            var evidence = SourceEvidence.None;
            foreach (var contact in contacts)
            {
                evidence = evidence.With(contact, proven: false, Window);
                Assert.Contains(evidence.Contacts, contact.IsOfSame);
            }

            Assert.Equal(Math.Min(Tripwires(contacts), SourceEvidence.MaxContacts), evidence.Contacts.Count);
            Assert.Equal(evidence.Contacts.Count, Tripwires(evidence.Contacts));
            Assert.Equal(Math.Min(Sensors(contacts), SourceEvidence.MaxContacts), Sensors(evidence.Contacts));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Same_contacts_leave_the_same_and_in_another_order_as_many_of_as_many_sensors() => Prop.ForAll(
        Meetings.ToArbitrary(),
        contacts =>
        {
            var (once, again, backwards) = (After(contacts), After(contacts), After([.. contacts.Reverse()]));

            Assert.Equal(once.Contacts, again.Contacts);
            Assert.Equal(once.MoreContacts, again.MoreContacts);
            Assert.Equal((once.Contacts.Count, Sensors(once.Contacts)), (backwards.Contacts.Count, Sensors(backwards.Contacts)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Proof_of_the_address_counts_within_the_window()
    {
        var evidence = SourceEvidence.None.With(Of("web1", 22), proven: true, Window);

        Assert.True(evidence.IsProven(Start.AddHours(24), Window));
        Assert.False(evidence.IsProven(Start.AddHours(25), Window));
        Assert.False(SourceEvidence.None.IsProven(Start, Window));
    }

    [Fact]
    public void Answer_ends_the_silence_of_rules_that_would_last_longer()
    {
        var evidence = SourceEvidence.None.WithRaised(FleetRule.FleetScan, Start.AddHours(24)).WithAnswer(Start.AddHours(1));

        Assert.True(evidence.IsAnswered(Start.AddMinutes(59)) && evidence.IsSilent(FleetRule.FleetScan, Start.AddMinutes(59)));
        Assert.False(evidence.IsAnswered(Start.AddHours(1)) || evidence.IsSilent(FleetRule.FleetScan, Start.AddHours(1)));
    }

    /// <summary>Contacts within one window, with few loud sensors or with many.</summary>
    private static Gen<Contact[]> Meetings { get; } = Gen.SelectMany(
        Gen.Zip(Gen.Elements(1, 3, 100), Gen.Choose(0, 300)),
        size => Gen.Zip(Gen.Choose(1, size.Item1), Gen.Zip(Gen.Choose(1, 200), Gen.Choose(0, 1440)))
            .Select(one => Of($"web{one.Item1}", one.Item2.Item1, one.Item2.Item2))
            .ArrayOf(size.Item2));

    private static SourceEvidence After(IEnumerable<Contact> contacts) =>
        contacts.Aggregate(SourceEvidence.None, (known, contact) => known.With(contact, proven: false, Window));

    private static int Tripwires(IEnumerable<Contact> contacts) => contacts.DistinctBy(contact => (contact.Sensor, contact.Transport, contact.Port)).Count();

    private static int Sensors(IEnumerable<Contact> contacts) => contacts.Select(contact => contact.Sensor).Distinct().Count();
}
