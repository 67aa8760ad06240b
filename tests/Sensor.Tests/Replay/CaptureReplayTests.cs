using System.Collections.Frozen;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Replay;
using PortSentry.Sensor.Tests.Capture.Files;
using PortSentry.Shared.Net;
using PortSentry.TestKit;
using Outcome = PortSentry.Sensor.Detect.Outcome;

namespace PortSentry.Sensor.Tests.Replay;

public sealed class CaptureReplayTests
{
    private static readonly ReplaySettings Ours = Scenes.Settings with { Own = [Address.Parse(Scenes.Host)] };

    [Theory]
    [InlineData(LinkFrames.Null)]
    [InlineData(LinkFrames.Ethernet)]
    [InlineData(LinkFrames.Raw)]
    [InlineData(LinkFrames.Loop)]
    [InlineData(LinkFrames.LinuxCooked)]
    [InlineData(LinkFrames.IPv4)]
    [InlineData(LinkFrames.LinuxCooked2)]
    public void Scan_is_found_on_every_link(int link)
    {
        var scenes = new Scenes(link).In("192.0.2.7", 80).Out("192.0.2.7", 80).In("192.0.2.7", 79).In("192.0.2.7", 111).UdpIn("192.0.2.7", 69);

        Assert.Equal(["atcp 192.0.2.7 Syn 79,111 Block", "audp 192.0.2.7 Udp 69 AlreadyBlocked"], Alarms(scenes.Replay()));
    }

    [Fact]
    public void Alarm_has_the_times_of_the_capture()
    {
        var replayed = new Scenes().In("192.0.2.7", 79).In("192.0.2.7", 80).In("192.0.2.7", 81).Replay(With(new SensorOptions { ScanTrigger = 3 }));

        var alarm = Assert.Single(replayed.Alarms).Alarm;
        Assert.Equal((Captures.Start, Captures.Start.AddSeconds(2), (ushort)81), (alarm.FirstProbe, alarm.At, alarm.Port));
        Assert.Equal("79-81", Ports(replayed.Alarms[0]));
    }

    [Fact]
    public void Source_is_proven_by_a_handshake_before_its_alarm()
    {
        var scenes = new Scenes()
            .Add(FrameBuilder.IPv4().Flags(TcpFlags.Syn | TcpFlags.Ack).From(Scenes.Host, 80).To("192.0.2.7", 40000).Sequence(uint.MaxValue), LinkFrames.PacketOutgoing)
            .In("192.0.2.7", 80, TcpFlags.Ack)
            .In("192.0.2.7", 79)
            .In("192.0.2.8", 79);

        Assert.Equal([true, false], scenes.Replay(Ours).Alarms.Select(alarm => alarm.Proven));
    }

    [Fact]
    public void Source_that_comes_again_after_its_block_raises_another_alarm_with_ports_of_its_own()
    {
        var scenes = new Scenes().In("192.0.2.7", 79);
        scenes.Now += TimeSpan.FromMinutes(50);
        scenes.In("192.0.2.7", 80);
        scenes.Now += TimeSpan.FromMinutes(11);

        Assert.Equal(["atcp 192.0.2.7 Syn 79-80 Block", "atcp 192.0.2.7 Syn 81 Block"], Alarms(scenes.In("192.0.2.7", 81).Replay()));
    }

    [Theory]
    [InlineData("--", "Block")]
    [InlineData("simulate", "Simulated")]
    [InlineData("log", "LogOnly")]
    public void Verdict_is_the_configurations(string how, string verdict)
    {
        var options = new SensorOptions { Simulate = how == "simulate", Tcp = new() { Block = how != "log" } };

        Assert.Equal([$"atcp 192.0.2.7 Syn 79 {verdict}"], Alarms(new Scenes().In("192.0.2.7", 79).Replay(Ours with { Options = options })));
    }

    [Fact]
    public void Block_that_the_list_does_not_take_is_refused()
    {
        var scenes = new Scenes().In("192.0.2.7", 79);
        scenes.Now -= TimeSpan.FromSeconds(1);

        var alarms = scenes.In("192.0.2.8", 79).Replay(With(new SensorOptions { MaxBlocksPerMinute = 1 })).Alarms;

        Assert.Equal([null, Refusal.TooFast], alarms.Select(alarm => alarm.Refusal));
    }

    [Fact]
    public void Ignored_source_and_the_host_itself_are_spared_and_counted()
    {
        var replayed = new Scenes().In("192.0.2.7", 79).In(Scenes.Host, 79).Replay(Ours with { Ignored = [Cidr.Parse("192.0.2.0/24")] });

        Assert.Empty(replayed.Alarms);
        Assert.Equal(2, replayed.Counts.Spared);
    }

    [Fact]
    public void Ports_that_are_given_are_no_tripwires_besides_those_that_answer()
    {
        var replayed = new Scenes().In("192.0.2.7", 79).In("192.0.2.7", 80).Out("192.0.2.7", 80).In("192.0.2.7", 81).Replay(Ours with { Open = PortSet.Of([79]) });

        Assert.Equal(["atcp 192.0.2.7 Syn 81 Block"], Alarms(replayed));
        Assert.Equal("79-80", replayed.Open[Transport.Tcp].ToString());
    }

    [Fact]
    public void Addresses_that_are_given_are_believed()
    {
        var scenes = new Scenes().In("192.0.2.7", 79).In("192.0.2.7", 79, to: "198.51.100.9");

        Assert.Equal(["198.51.100.9"], scenes.Replay(Ours with { Own = [Address.Parse("198.51.100.9")] }).Own.Select(own => own.ToString()));
    }

    [Fact]
    public void Frames_of_other_hosts_are_none_of_ours()
    {
        var scenes = new Scenes(LinkFrames.LinuxCooked)
            .Add(FrameBuilder.IPv4().From("192.0.2.7").To(Scenes.Host, 79), LinkFrames.PacketOtherHost)
            .In("192.0.2.7", 79, to: "198.51.100.9");

        Assert.Empty(scenes.Replay(Ours).Alarms);
    }

    [Fact]
    public void IPv6_source_on_the_hosts_own_link_is_counted_by_itself()
    {
        var scenes = new Scenes();
        foreach (var source in new[] { "2001:db8:1::7", "2001:db8:1::8", "2001:db8:2::7", "2001:db8:2::8" })
            scenes.Add(FrameBuilder.IPv6().From(source).To("2001:db8:1::1", 79), LinkFrames.PacketHost);

        var alarms = scenes.Replay(Ours with { Own = [Address.Parse("2001:db8:1::1")] }).Alarms;

        Assert.Equal(["2001:db8:1::7", "2001:db8:1::8", "2001:db8:2::/64"], alarms.Select(alarm => alarm.Network.ToString()));
    }

    [Fact]
    public void Late_answer_by_UDP_and_an_alarm_that_its_port_takes_back_leave_no_alarm()
    {
        var scenes = new Scenes().UdpOut("192.0.2.53", 500, 53).UdpIn("192.0.2.53", 500, 53).UdpIn("192.0.2.9", 700);
        scenes.Now += TimeSpan.FromMinutes(30);

        Assert.Empty(scenes.UdpOut("192.0.2.9", 700).Replay(Ours).Alarms);
    }

    [Fact]
    public void Frames_are_counted_by_what_they_are()
    {
        var counts = new Scenes(LinkFrames.Ethernet)
            .In("192.0.2.7", 79)
            .Add(FrameBuilder.IPv4().From("192.0.2.7").To(Scenes.Host, 79).TcpOptions(40).Fragment(0, more: false, kept: 20), LinkFrames.PacketHost)
            .Replay(Ours).Counts;

        Assert.Equal((2, 0, 1, Captures.Start.UtcTicks, Captures.Start.AddSeconds(1).UtcTicks), (counts.Frames, counts.NoIp, counts.Malformed, counts.FirstTicks, counts.LastTicks));
    }

    [Fact]
    public void Alarms_beyond_those_that_are_kept_are_counted()
    {
        var counts = new ReplayCounts();
        var viewpoint = new Viewpoint(FrozenSet.Create(Address.Parse(Scenes.Host)));
        var detection = new ReplayDetection(new ReplayHost(viewpoint, Enum.GetValues<Transport>().ToDictionary(transport => transport, IReadOnlyCollection<ServicePort> (_) => []), Ours), Ours, counts);
        for (var i = 0; i < ReplayDetection.MaxAlarms + 5; i++)
        {
            var syn = FrameBuilder.IPv4().From(Address.FromIPv4(0x0a000000u + (uint)i)).To(Scenes.Host, 79).Build();
            detection.See(new() { Bytes = syn, EtherType = 0x0800, Ticks = Captures.Start.UtcTicks, Direction = default });
        }

        Assert.Equal((ReplayDetection.MaxAlarms, 5), (detection.Alarms.Count, counts.AlarmsNotKept));
    }

    [Fact]
    public void Sources_beyond_those_that_are_remembered_still_raise_alarms()
    {
        var host = new PortWatch(PortSet.Of([79]), ServicePorts.None, FrozenSet.Create(Address.Parse(Scenes.Host)));
        var mode = new ReplayedMode(ProtocolMode.Atcp, Modes.Counting(ProtocolMode.Atcp, new SensorOptions()), host, new SourceNetworks(64, CidrSet.Empty), _ => false);
        var probes = new Probes();
        Sighting last = default;
        for (var i = 0; i <= ReplayedMode.MaxSources; i++)
            last = mode.Observe(probes.Next(Address.FromIPv4(0x0a000000u + (uint)i), 79) with { Destination = Address.Parse(Scenes.Host) });

        Assert.Equal(Outcome.Alarm, last.Outcome);
        Assert.Empty(mode.PortsOf(last.Source));
        Assert.Equal(ReplayedMode.MaxSources, mode.Contacts.Count);
    }

    [Fact]
    public void Capture_that_ends_early_is_judged_as_far_as_it_goes()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["cut.pcap"], new Scenes().In("192.0.2.7", 79).In("192.0.2.8", 79).ToArray()[..^1]);

        var replayed = new CaptureReplay(Ours).Replay(folder["cut.pcap"]);

        Assert.Equal(["atcp 192.0.2.7 Syn 79 Block"], Alarms(replayed));
        Assert.Equal("record 2 at byte 80 is cut short: 56 bytes expected, 55 there", replayed.Problem);
    }

    [Fact]
    public void File_that_is_not_there_is_a_problem_and_no_exception() =>
        Assert.StartsWith("cannot be read: ", new CaptureReplay(Ours).Replay("/nowhere/none.pcap").Problem, StringComparison.Ordinal);

    [Fact]
    public void Progress_is_told_in_each_pass()
    {
        var scenes = new Scenes();
        for (var i = 0; i < 5000; i++)
            scenes.In("192.0.2.7", 79);
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["long.pcap"], scenes.ToArray());
        List<ReplayProgress> told = [];

        new CaptureReplay(Scenes.Settings, told.Add).Replay(folder["long.pcap"]);

        Assert.Equal(["looking for the host", "looking for its services", "judging"], told.Select(progress => progress.What));
        Assert.All(told, progress => Assert.InRange(progress.Position, 1, progress.Length));
    }

    [Fact]
    public void Capture_cut_or_changed_anywhere_never_throws()
    {
        using var folder = new TemporaryFolder();
        var scenes = new Scenes(LinkFrames.LinuxCooked).In("192.0.2.7", 79).UdpIn("192.0.2.7", 69).UdpOut("192.0.2.7", 69).Out("192.0.2.7", 80);
        foreach (var capture in new[] { scenes.ToArray(), Captures.SmallPcapng(resolution: 9, offsetSeconds: 5) })
        {
            Prop.ForAll(Hostile.Changed(capture), changed =>
            {
                File.WriteAllBytes(folder["changed"], changed);
                return new CaptureReplay(Scenes.Settings).Replay(folder["changed"]).Alarms.Count <= 4;
            }).QuickCheckThrowOnFailure();
        }
    }

    private static ReplaySettings With(SensorOptions options) => Ours with { Options = options with { Tcp = new() { Block = true }, Udp = new() { Block = true } } };

    private static IEnumerable<string> Alarms(ReplayedFile file) =>
        file.Alarms.Select(one => $"{one.Alarm.Mode} {one.Alarm.Source} {one.Alarm.Kind} {Ports(one)} {one.Verdict}");

    private static string Ports(ReplayedAlarm alarm) => PortSet.Of(alarm.Ports).ToString();
}
