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
}
