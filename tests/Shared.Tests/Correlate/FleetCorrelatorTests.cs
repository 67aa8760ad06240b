using PortSentry.Shared.Contracts;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using static PortSentry.Shared.Tests.Correlate.Contacts;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class FleetCorrelatorTests
{
    private readonly FleetCorrelator _correlator = new(FleetThresholds.Default, 100);

    [Fact]
    public void One_probe_a_host_over_ten_hosts_raises_one_alarm()
    {
        var alarms = Enumerable.Range(1, 10).Select(host => _correlator.Observe($"web{host}", First("203.0.113.7", 23, host / 10.0))).OfType<FleetAlarm>();

        Assert.Equal([FleetRule.AddressScan], alarms.Select(alarm => alarm.Rule));
    }

    [Fact]
    public void Alarm_is_raised_again_when_the_window_has_passed()
    {
        var alarms = new[] { 0, 30 * 60 }.SelectMany(later => Enumerable.Range(1, 4), (later, host) => _correlator.Observe($"web{host}", First("203.0.113.7", host, later + host)));

        Assert.Equal(2, alarms.OfType<FleetAlarm>().Count());
    }

    [Fact]
    public void Accepted_connection_proves_the_source()
    {
        _correlator.Observe("web1", First("203.0.113.7", 23, 0, ScanKind.Connect));
        _correlator.Observe("web2", First("203.0.113.7", 23, 1));

        Assert.True(_correlator.Observe("web3", First("203.0.113.7", 23, 2))!.Sources[0].Proven);
    }

    [Fact]
    public void Sources_of_a_prefix_that_share_a_scan_raise_one_alarm()
    {
        var alarms = Enumerable.Range(0, 12).Select(number => _correlator.Observe($"web{number % 2}", First($"203.0.113.{number % 4}", 100 + number, number))).OfType<FleetAlarm>().ToList();

        Assert.Equal([FleetRule.CoordinatedScan], alarms.Select(alarm => alarm.Rule));
    }

    [Fact]
    public void When_full_the_source_longest_untouched_is_forgotten()
    {
        for (var source = 0; source < 101; source++)
            _correlator.Observe("web1", First(Address.FromIPv4(0x0a000000u + ((uint)source << 16)).ToString(), 23, source / 100.0));

        Assert.Equal(2, _correlator.Evicted);
    }
}
