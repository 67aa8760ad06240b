using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using static PortSentry.Shared.Tests.Correlate.Contacts;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class CoordinatedScanTests
{
    [Fact]
    public void Four_sources_of_a_prefix_that_share_eight_contacts_are_one()
    {
        var alarm = Judge(Shares(sources: 4, each: 2))!;

        Assert.Equal(FleetRule.CoordinatedScan, alarm.Rule);
        Assert.Equal(Cidr.Parse("203.0.113.0/24"), alarm.Network);
        Assert.Equal(["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"], alarm.Sources.Select(source => source.Network.ToString()));
        Assert.Equal("coordinated scan of 4 sources in 203.0.113.0/24: 8 contacts with 1 sensor in 7 min, ports 101 102 103 104 105 106 107 108", alarm.Words);
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(7, 1)]
    public void Fewer_sources_or_contacts_are_none(int sources, int each) => Assert.Null(Judge(Shares(sources, each)));

    [Fact]
    public void Contacts_that_two_sources_make_count_for_nobody()
    {
        var shares = Shares(sources: 4, each: 2).ToList();

        Assert.Null(Judge([Sighting("203.0.113.9", "web1", 101), .. shares]));
        Assert.NotNull(Judge([Sighting("203.0.113.9", "web1", 100), .. shares]));
    }

    [Fact]
    public void Source_that_is_answered_takes_no_part_any_more()
    {
        var evidence = Evidence(Shares(sources: 4, each: 2)).WithAnswer(Cidr.Parse("203.0.113.1"), Start.AddHours(1));

        Assert.True(evidence.IsAnswered(Cidr.Parse("203.0.113.1"), Start.AddMinutes(59)));
        Assert.False(evidence.IsAnswered(Cidr.Parse("203.0.113.1"), Start.AddMinutes(60)));
        Assert.Equal(6, evidence.Contacts.Count);
    }

    [Fact]
    public void Prefix_holds_so_many_contacts_and_the_oldest_give_way()
    {
        var evidence = Evidence(Enumerable.Range(1, PrefixEvidence.MaxContacts + 5).Select(port => Sighting("203.0.113.1", "web1", port, port / 100.0)));

        Assert.Equal(PrefixEvidence.MaxContacts, evidence.Contacts.Count);
        Assert.Equal(5, evidence.MoreContacts);
        Assert.Equal(6, evidence.Contacts[0].Contact.Port);
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1::/48")]
    public void Prefix_is_by_family(string source, string prefix) =>
        Assert.Equal(Cidr.Parse(prefix), CoordinatedScan.PrefixOf(Cidr.Parse(source), FleetThresholds.Default));

    private static IEnumerable<FleetSighting> Shares(int sources, int each) =>
        Enumerable.Range(0, sources * each).Select(number => Sighting($"203.0.113.{(number % sources) + 1}", "web1", 101 + number, number));

    private static FleetAlarm? Judge(IEnumerable<FleetSighting> sightings)
    {
        List<FleetSighting> all = [.. sightings];
        return CoordinatedScan.Judge(Evidence(all), all[^1], FleetThresholds.Default);
    }

    private static PrefixEvidence Evidence(IEnumerable<FleetSighting> sightings) =>
        sightings.Aggregate(PrefixEvidence.None, (known, one) => known.With(one, FleetThresholds.Default.Window));
}
