using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class ScanDetectorTests
{
    private readonly Probes _probes = new();
    private readonly FakeSockets _sockets = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(51, 51)] // 1.2 reacts at once above 50; we count.
    public void Alarm_comes_with_the_probe_that_reaches_the_trigger(int trigger, int expected)
    {
        var detector = Detector(trigger);

        var outcomes = Enumerable.Range(0, expected + 2).Select(_ => detector.Observe(_probes.Next("192.0.2.7")).Outcome);

        Assert.Equal(
            [.. Enumerable.Repeat(Outcome.Counted, expected - 1), Outcome.Alarm, Outcome.Update, Outcome.Update],
            outcomes);
    }

    [Fact]
    public void Sighting_says_all_of_the_source()
    {
        var detector = Detector(trigger: 2);
        var first = _probes.Next("192.0.2.7");
        _probes.Now += TimeSpan.FromSeconds(5);
        var second = _probes.Next("192.0.2.7");
        detector.Observe(first);

        Assert.Equal(new Sighting(Outcome.Alarm, Cidr.Parse("192.0.2.7"), 2, first.Ticks, second.Ticks), detector.Observe(second));
    }

    [Fact]
    public void Sources_are_counted_each_for_itself()
    {
        var detector = Detector(trigger: 2);
        List<string> sources = ["192.0.2.7", "192.0.2.8", "192.0.2.7"];

        var outcomes = sources.Select(source => detector.Observe(_probes.Next(source)).Outcome);

        Assert.Equal([Outcome.Counted, Outcome.Counted, Outcome.Alarm], outcomes);
    }

    [Fact]
    public void Alarm_from_before_the_clock_was_set_back_by_more_than_the_window_is_over()
    {
        var detector = Detector(trigger: 0, window: TimeSpan.FromHours(1));
        detector.Observe(_probes.Next("192.0.2.7"));
        _probes.Now -= TimeSpan.FromHours(2);

        Assert.Equal(Outcome.Alarm, detector.Observe(_probes.Next("192.0.2.7")).Outcome);
    }

    [Fact]
    public void Addresses_of_one_IPv6_prefix_are_one_source()
    {
        var detector = Detector(trigger: 2);
        detector.Observe(_probes.Next("2001:db8::1"));

        var second = detector.Observe(_probes.Next("2001:db8::2"));

        Assert.Equal((Outcome.Alarm, Cidr.Parse("2001:db8::/64")), (second.Outcome, second.Source));
    }

    [Fact]
    public void Probes_further_apart_than_the_window_raise_no_alarm()
    {
        var detector = Detector(trigger: 2, window: TimeSpan.FromHours(1));

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(Outcome.Counted, detector.Observe(_probes.Next("192.0.2.7")).Outcome);
            _probes.Now += TimeSpan.FromHours(2);
        }
    }

    [Fact]
    public void Alarm_is_raised_again_once_the_window_has_passed_over_it()
    {
        var detector = Detector(trigger: 1, window: TimeSpan.FromHours(1));
        detector.Observe(_probes.Next("192.0.2.7"));
        _probes.Now += TimeSpan.FromHours(1);
        var within = detector.Observe(_probes.Next("192.0.2.7")).Outcome;
        _probes.Now += TimeSpan.FromSeconds(1);

        Assert.Equal((Outcome.Update, Outcome.Alarm), (within, detector.Observe(_probes.Next("192.0.2.7")).Outcome));
    }

    [Fact]
    public void Copies_do_not_count()
    {
        var detector = Detector(trigger: 2);
        var probe = _probes.Next("192.0.2.7");

        Assert.Equal(
            [Outcome.Counted, Outcome.Copy, Outcome.Copy],
            new[] { probe, probe, probe with { Ticks = probe.Ticks + TimeSpan.TicksPerSecond } }.Select(copy => detector.Observe(copy).Outcome));
    }

    [Theory]
    [InlineData("198.51.100.1", 1024)]
    [InlineData("203.0.113.1", 111)]
    public void Touch_of_what_is_no_tripwire_does_not_count(string destination, ushort port)
    {
        var detector = Detector(trigger: 0);

        Assert.Equal(
            new Sighting(Outcome.NoTripwire),
            detector.Observe(_probes.Next("192.0.2.7", port) with { Destination = Address.Parse(destination) }));
    }

    [Theory]
    [InlineData(ScanKind.Ack, TcpFlags.Ack)]
    [InlineData(ScanKind.Maimon, TcpFlags.Fin | TcpFlags.Ack)]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Syn | TcpFlags.Ack)]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Rst)]
    [InlineData(ScanKind.OtherFlags, TcpFlags.Rst | TcpFlags.Ack)]
    public void Segment_with_ACK_or_RST_is_no_probe_however_it_came_past_the_filter(ScanKind kind, TcpFlags flags)
    {
        // Behind an IPv6 extension header, or in a first fragment, the kernel's filter cannot see the flags.
        var detector = Detector(trigger: 0);

        Assert.Equal(Outcome.NoTripwire, detector.Observe(_probes.Next("2001:db8::7") with { Kind = kind, Flags = flags }).Outcome);
    }

    [Fact]
    public void Spared_source_is_never_counted()
    {
        var detector = Detector(trigger: 1);
        detector.IsSpared = source => source == Address.Parse("192.0.2.7");

        Assert.Equal(Outcome.Spared, detector.Observe(_probes.Next("192.0.2.7")).Outcome);
        detector.IsSpared = _ => false;
        Assert.Equal(new Sighting(Outcome.Alarm, Cidr.Parse("192.0.2.7"), 1, _probes.Now.Ticks, _probes.Now.Ticks), detector.Observe(_probes.Next("192.0.2.7")));
    }

    [Fact]
    public void Port_that_the_kernel_has_a_socket_for_is_no_tripwire()
    {
        var detector = Detector(trigger: 1);
        _sockets.Ports.Add(111);

        Assert.Equal(Outcome.NoTripwire, detector.Observe(_probes.Next("192.0.2.7", 111)).Outcome);
        Assert.Equal(Outcome.Alarm, detector.Observe(_probes.Next("192.0.2.7", 79)).Outcome);
    }

    [Fact]
    public void Kernel_is_not_asked_about_a_source_whose_alarm_is_raised()
    {
        var detector = Detector(trigger: 1);
        for (var i = 0; i < 5; i++)
            detector.Observe(_probes.Next("192.0.2.7"));

        Assert.Equal(1, _sockets.Asked);
    }

    [Fact]
    public void Rearmed_source_raises_an_alarm_again()
    {
        var detector = Detector(trigger: 1);
        detector.Observe(_probes.Next("2001:db8::7"));

        detector.Rearm(Cidr.Parse("2001:db8::/64"));
        detector.Rearm(Cidr.Parse("192.0.2.99"));

        Assert.Equal(Outcome.Alarm, detector.Observe(_probes.Next("2001:db8::7")).Outcome);
    }

    [Fact]
    public void Alarm_over_a_port_that_answers_is_taken_back_and_its_probes_forgotten()
    {
        var detector = Detector(trigger: 2);
        detector.Observe(_probes.Next("192.0.2.7", 80));
        detector.Observe(_probes.Next("192.0.2.7", 80));

        Assert.True(detector.Retract(Answer("192.0.2.7", 80)));
        Assert.Equal((Outcome.Counted, 1), Seen(detector.Observe(_probes.Next("192.0.2.7", 79))));
        Assert.Equal((Outcome.Alarm, 2), Seen(detector.Observe(_probes.Next("192.0.2.7", 79))));
    }

    [Fact]
    public void Answer_of_a_port_that_raised_no_alarm_takes_nothing_back()
    {
        var detector = Detector(trigger: 2);
        detector.Observe(_probes.Next("192.0.2.7", 80));

        Assert.False(detector.Retract(Answer("192.0.2.7", 80)));
        detector.Observe(_probes.Next("192.0.2.7", 79));
        Assert.False(detector.Retract(Answer("192.0.2.7", 80)));
        Assert.False(detector.Retract(Answer("192.0.2.99", 79)));
        Assert.Equal(Outcome.Update, detector.Observe(_probes.Next("192.0.2.7", 78)).Outcome);
    }

    [Fact]
    public void Alarm_over_a_port_that_answers_is_taken_back_though_the_source_touched_others()
    {
        var detector = Detector(trigger: 1);
        detector.Observe(_probes.Next("192.0.2.7", 80));
        detector.Observe(_probes.Next("192.0.2.7", 443));

        Assert.True(detector.Retract(Answer("192.0.2.7", 80)));
        Assert.Equal(Outcome.Alarm, detector.Observe(_probes.Next("192.0.2.7", 79)).Outcome);
    }

    [Fact]
    public void Datagram_raises_an_alarm_and_the_same_one_again_is_a_copy()
    {
        var detector = Detector(trigger: 1, transport: Transport.Udp);
        var probe = _probes.NextUdp("192.0.2.7", 161);

        Assert.Equal([Outcome.Alarm, Outcome.Copy], new[] { probe, probe }.Select(one => detector.Observe(one).Outcome));
    }

    [Fact]
    public void Late_answer_to_a_question_of_ours_is_no_probe_and_takes_no_place()
    {
        var detector = Detector(trigger: 1, transport: Transport.Udp);
        Assert.False(detector.Retract(Answer("192.0.2.53", 700) with { Transport = Transport.Udp }));
        _probes.Now += TimeSpan.FromSeconds(10);

        Assert.Equal(new Sighting(Outcome.Innocent), detector.Observe(_probes.NextUdp("192.0.2.53", 700, sourcePort: 53)));
        Assert.Equal((Outcome.Alarm, 1), Seen(detector.Observe(_probes.NextUdp("192.0.2.53", 701, sourcePort: 53))));
    }

    [Fact]
    public void Service_of_UDP_that_answers_takes_the_alarm_back_and_its_client_is_no_source_any_more()
    {
        var detector = Detector(trigger: 1, transport: Transport.Udp);
        detector.Observe(_probes.NextUdp("192.0.2.7", 500));

        Assert.True(detector.Retract(Answer("192.0.2.7", 500) with { Transport = Transport.Udp }));
        Assert.Equal(Outcome.Innocent, detector.Observe(_probes.NextUdp("192.0.2.7", 500)).Outcome);
    }

    [Fact]
    public void Slow_scan_is_found_in_a_flood_of_forged_sources()
    {
        var detector = Detector(trigger: 3, maxSources: 64);
        var random = new Random(7);
        List<Outcome> outcomes = [detector.Observe(_probes.Next("192.0.2.7")).Outcome, detector.Observe(_probes.Next("192.0.2.7")).Outcome];
        for (var i = 0; i < 20_000; i++)
            detector.Observe(_probes.Next(Address.FromIPv4((uint)random.Next())));

        outcomes.Add(detector.Observe(_probes.Next("192.0.2.7")).Outcome);

        Assert.Equal([Outcome.Counted, Outcome.Counted, Outcome.Alarm], outcomes);
        Assert.True(detector.SourceCount <= 64 && detector.Evicted.OnProbation > 10_000);
    }

    private static (Outcome, int) Seen(Sighting sighting) => (sighting.Outcome, sighting.Probes);

    private Departure Answer(string peer, ushort port) => new(Transport.Tcp, _probes.Now.Ticks, Probes.Local, port, Address.Parse(peer));

    private ScanDetector Detector(int trigger, TimeSpan? window = null, int maxSources = 1000, Transport transport = Transport.Tcp) => new(
        new DetectorSettings { Transport = transport, ScanTrigger = trigger, ScanWindow = window ?? TimeSpan.FromHours(24), MaxSources = maxSources },
        _sockets,
        new Random(1))
    {
        Watch = Watches.Below1024,
        Networks = Watches.By64,
        IsSpared = _ => false,
    };
}
