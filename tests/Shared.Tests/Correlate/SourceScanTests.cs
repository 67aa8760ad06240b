using PortSentry.Shared.Correlate;
using static PortSentry.Shared.Tests.Correlate.Contacts;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class SourceScanTests
{
    private const string Source = "203.0.113.7";

    [Fact]
    public void Four_contacts_with_two_sensors_are_a_fleet_scan()
    {
        var alarm = Judge(FleetThresholds.Default, ("web1", 22, 0), ("web1", 23, 60), ("web2", 80, 90), ("web2", 443, 120))!;

        Assert.Equal(FleetRule.FleetScan, alarm.Rule);
        Assert.Equal("fleet scan: 4 contacts with 2 sensors in 2 h, ports 22 23 80 443", alarm.Words);
        Assert.Equal((4, Start), (alarm.Contacts, alarm.FirstContact));
    }

    [Fact]
    public void Three_contacts_are_none() =>
        Assert.Null(Judge(FleetThresholds.Default, ("web1", 22, 0), ("web2", 23, 1), ("web3", 80, 2)));

    [Fact]
    public void Contacts_with_one_sensor_are_for_its_own_trigger() =>
        Assert.Null(Judge(FleetThresholds.Default, ("web1", 22, 0), ("web1", 23, 1), ("web1", 80, 2), ("web1", 443, 3), ("web1", 25, 4)));

    [Fact]
    public void Loud_scan_of_one_sensor_hides_no_contact_of_another()
    {
        var loud = Enumerable.Range(1, 2 * SourceEvidence.MaxContacts).Select(port => ("web1", port, port / 60.0)).ToArray();

        var alarm = Judge(FleetThresholds.Default, [.. loud, ("web2", 22, 120)])!;

        Assert.Equal((FleetRule.FleetScan, SourceEvidence.MaxContacts), (alarm.Rule, alarm.Contacts));
    }

    [Fact]
    public void Same_port_on_three_sensors_within_ten_minutes_is_an_address_scan()
    {
        var alarm = Judge(FleetThresholds.Default, ("web1", 23, 0), ("web2", 23, 5), ("web3", 23, 10))!;

        Assert.Equal(FleetRule.AddressScan, alarm.Rule);
        Assert.Equal("address scan: 3 contacts with 3 sensors in 10 min, port 23", alarm.Words);
    }

    [Fact]
    public void Same_port_on_three_sensors_in_a_longer_time_is_none() =>
        Assert.Null(Judge(FleetThresholds.Default, ("web1", 23, 0), ("web2", 23, 5), ("web3", 23, 11)));

    [Fact]
    public void Thresholds_count_as_they_are_set() =>
        Assert.NotNull(Judge(FleetThresholds.Default with { AddressSensors = 2, AddressWindow = TimeSpan.FromHours(1) }, ("web1", 23, 0), ("web2", 23, 59)));

    [Fact]
    public void Silent_rule_leaves_the_other_to_speak()
    {
        var evidence = Evidence(("web1", 23, 0), ("web2", 23, 1), ("web3", 23, 2), ("web4", 23, 3)).WithRaised(FleetRule.AddressScan, Start.AddHours(24));

        Assert.Equal(FleetRule.FleetScan, SourceScan.Judge(evidence, Sighting(Source, "web4", 23, 3), FleetThresholds.Default)?.Rule);
        Assert.Null(SourceScan.Judge(evidence.WithAnswer(Start.AddHours(1)), Sighting(Source, "web4", 23, 3), FleetThresholds.Default));
    }

    [Fact]
    public void Rule_holds_as_long_as_enough_contacts_are_left()
    {
        var evidence = Evidence(("web1", 22, 0), ("web2", 23, 1), ("web3", 80, 2), ("web3", 443, 3));

        Assert.True(SourceScan.Holds(FleetRule.FleetScan, evidence, FleetThresholds.Default));
        Assert.False(SourceScan.Holds(FleetRule.FleetScan, evidence.Without("web1"), FleetThresholds.Default));
        Assert.False(SourceScan.Holds(FleetRule.AddressScan, evidence, FleetThresholds.Default));
    }

    private static FleetAlarm? Judge(FleetThresholds thresholds, params (string Sensor, int Port, double Minute)[] contacts)
    {
        var (sensor, port, minute) = contacts[^1];
        return SourceScan.Judge(Evidence(contacts), Sighting(Source, sensor, port, minute), thresholds);
    }

    private static SourceEvidence Evidence(params (string Sensor, int Port, double Minute)[] contacts) =>
        contacts.Aggregate(SourceEvidence.None, (known, one) => known.With(Of(one.Sensor, one.Port, one.Minute), proven: false, FleetThresholds.Default.Window));
}
