using PortSentry.Sensor.Cli.Replay;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Replay;

public sealed class FleetReplayTests
{
    private static readonly string Folder = Path.Combine(Dist.Root, "tests", "corpus", "pcaps");

    [Theory]
    [InlineData("sweep_p445", "address-scan 10.77.0.66 445 block")]
    [InlineData("fleet_syn_200", "address-scan 10.77.0.66 1-21,23-79,81-200 block")]
    [InlineData("coordinated_fleet", "address-scan 10.77.0.66 21,23 block; address-scan 10.77.0.67 3389,5900 block; address-scan 10.77.0.68 445,1433 block; address-scan 10.77.0.69 6379,9200 block")]
    public void Event_that_several_hosts_saw_is_an_alarm_of_the_fleet(string stem, string expected) => Assert.Equal(
        expected,
        string.Join("; ", Judge(Directory.GetFiles(Folder, $"{stem}.*.pcap")).Select(view => $"{view.Kind} {view.Source} {view.Ports} {view.Verdict}")));

    [Fact]
    public void Ports_that_no_two_hosts_share_are_a_fleet_scan()
    {
        var one = new Scenes().In("192.0.2.7", 79).In("192.0.2.7", 111).Replay(With("198.51.100.1"));
        var other = new Scenes().In("192.0.2.7", 81, to: "198.51.100.2").In("192.0.2.7", 113, to: "198.51.100.2").Replay(With("198.51.100.2"));

        var alarm = Assert.Single(FleetReplay.Judge([one, other]));

        Assert.Equal((FleetRule.FleetScan, "79,81,111,113"), (alarm.Alarm.Rule, PortSet.Of(alarm.Ports).ToString()));
        Assert.Empty(FleetReplay.Judge([one, one]));
    }

    [Fact]
    public void Benign_captures_together_are_no_event() => Assert.Empty(
        Judge(Directory.GetFiles(Folder, "benign_*.pcap")));

    [Fact]
    public void Host_of_the_fleet_that_scans_another_is_told_and_not_blocked()
    {
        var scanned = new Scenes().In("192.0.2.7", 79).In("192.0.2.7", 80).Replay(With("198.51.100.1"));
        var scanner = new Scenes().In("192.0.2.8", 79).Replay(With("192.0.2.7"));

        var alarm = Assert.Single(FleetReplay.Judge([scanned, scanner]));

        Assert.Equal((FleetRule.FleetHost, "192.0.2.7", "log-only"), (alarm.Alarm.Rule, alarm.Source.ToString(), ReplayText.ViewOf(alarm, simulate: false).Verdict));
    }

    private static List<ReplayAlarmView> Judge(IEnumerable<string> paths)
    {
        var options = Scenes.Settings.Options with { Tcp = new() { Block = true, AdvancedPorts = 65536 } };
        var replay = new CaptureReplay(Scenes.Settings with { Options = options });
        return [.. FleetReplay.Judge([.. paths.Order().Select(replay.Replay)]).Select(alarm => ReplayText.ViewOf(alarm, simulate: false))];
    }

    private static ReplaySettings With(string own) => Scenes.Settings with { Own = [Address.Parse(own)], Modes = [ProtocolMode.Atcp] };
}
