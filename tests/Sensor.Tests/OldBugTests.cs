using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report;
using PortSentry.Sensor.Tests.Detect;
using PortSentry.Sensor.Tests.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests;

/// <summary>Bugs that portsentry 1.2 and 2.x were seen to have, each with a test that shows we do not.</summary>
public sealed class OldBugTests
{
    private readonly Probes _probes = new();

    [Fact]
    public void Bug_of_1_2_address_11_2_3_4_on_the_blocked_list_hides_1_2_3_4()
    {
        var blocked = new BlockedSources();
        blocked.Add([Cidr.Parse("11.2.3.4")]);

        Assert.True(blocked.Contains(Cidr.Parse("11.2.3.4")));
        Assert.False(blocked.Contains(Cidr.Parse("1.2.3.4")));
    }

    [Fact]
    public void Bug_of_1_2_only_the_first_64_ports_are_watched()
    {
        var ports = string.Join(',', Enumerable.Range(1, 100));

        var options = ConfigReader.Read("conf", $"TCP_PORTS=\"{ports}\"").Options;

        Assert.Equal(100, options.Watched(ProtocolMode.Stcp).Count);
    }

    [Fact]
    public void Bug_of_1_2_more_than_64_ports_in_use_overflow_its_list()
    {
        var services = Enumerable.Range(1, 500).Select(port => new ServicePort(ServicePort.AnyIPv4, (ushort)port)).ToList();
        var watch = new PortWatch(PortSet.Below(1024), new ServicePorts(services), Watches.Local);

        Assert.False(watch.IsTripwire(Probes.Local, 500));
        Assert.True(watch.IsTripwire(Probes.Local, 501));
    }

    [Fact]
    public void Bug_of_1_2_retransmissions_count_towards_the_trigger()
    {
        var detector = Detector(trigger: 2);
        var probe = _probes.Next("192.0.2.7");

        Assert.Equal(
            [Outcome.Counted, Outcome.Copy, Outcome.Copy],
            new[] { probe, probe, probe }.Select(one => detector.Observe(one).Outcome));
    }

    [Fact]
    public void Bug_of_1_2_trigger_above_50_fires_at_once()
    {
        var detector = Detector(trigger: 60);

        var outcomes = Enumerable.Range(0, 60).Select(i => detector.Observe(_probes.Next("192.0.2.7", (ushort)(i + 1))).Outcome).ToList();

        Assert.Equal((59, Outcome.Alarm), (outcomes.FindIndex(outcome => outcome == Outcome.Alarm), outcomes[^1]));
    }

    [Fact]
    public void Bug_of_1_2_fifty_probes_of_others_make_it_forget_a_source()
    {
        var detector = Detector(trigger: 2);
        detector.Observe(_probes.Next("192.0.2.7"));
        for (var i = 0; i < 200; i++)
            detector.Observe(_probes.Next($"203.0.113.{i}"));

        Assert.Equal(Outcome.Alarm, detector.Observe(_probes.Next("192.0.2.7")).Outcome);
    }

    [Fact]
    public void Bug_of_2_x_count_of_a_source_never_expires()
    {
        var detector = Detector(trigger: 2);
        detector.Observe(_probes.Next("192.0.2.7"));
        _probes.Now += TimeSpan.FromHours(49);

        Assert.Equal(Outcome.Counted, detector.Observe(_probes.Next("192.0.2.7")).Outcome);
    }

    [Fact]
    public void Bug_of_2_x_ignore_file_without_a_final_newline_loses_its_last_character() =>
        Assert.Equal([Cidr.Parse("10.88.5.15")], IgnoreList.Read("ignore", "10.88.5.15").Networks);

    [Fact]
    public void Bug_of_2_x_ignored_network_with_host_bits_never_matches() =>
        Assert.True(Assert.Single(IgnoreList.Read("ignore", "192.168.2.1/24\n").Networks).Contains(Address.Parse("192.168.2.99")));

    [Fact]
    public void Bug_of_2_x_upper_case_IPv6_in_the_ignore_file_stops_it() =>
        Assert.Empty(IgnoreList.Read("ignore", "2001:DB8::/32\n").Issues);

    [Fact]
    public void Bug_of_1_2_leading_blank_disables_a_line_of_the_ignore_file() =>
        Assert.Equal([Cidr.Parse("10.1.2.3")], IgnoreList.Read("ignore", " 10.1.2.3\n").Networks);

    [Fact]
    public void Bug_of_1_2_bad_mask_is_logged_at_every_packet_and_of_2_x_stops_it()
    {
        var ignored = IgnoreList.Read("ignore", "10.0.0.0/33\n10.1.2.3\n");

        Assert.Equal("10.1.2.3 1", $"{string.Join(' ', ignored.Networks)} {ignored.Issues.Count}");
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("ff02::1")]
    public void Bug_of_2_x_addresses_that_are_no_hosts_are_blocked(string address)
    {
        var book = new BlockBook(new SensorOptions().BlockPolicy, new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>()));

        var decision = book.Decide(new BlockRequest { Target = Cidr.Parse(address), Origin = BlockOrigin.Local }, Events.Now);

        Assert.Equal(ProtectionReason.NoHost, Assert.IsType<BlockDecision.Refused>(decision).ProtectedAs);
    }

    [Fact]
    public void Bug_of_2_x_key_is_taken_for_another_that_begins_alike()
    {
        var result = ConfigReader.Read("conf", "T=\"1\"\nKILL_RUN_CMD_FIRST=\"1\"\nTCP_PORTS=\"7\"\n");

        Assert.Equal("7", result.Options.Tcp.Ports.ToString());
        Assert.Equal("T is no key and has no effect", result.Issues.First(issue => issue.Line == 1).Message);
    }

    [Fact]
    public void Bug_of_both_block_never_ends() =>
        Assert.Equal(Events.Now + TimeSpan.FromHours(1), Assert.IsType<BlockDecision.Added>(Book().Decide(Request, Events.Now)).Block.Until);

    [Fact]
    public void Bug_of_both_block_is_not_put_back_after_a_restart()
    {
        var before = Book();
        before.Decide(Request, Events.Now);
        var after = Book();

        foreach (var block in before.Everything)
            after.Restore(block, Events.Now.AddMinutes(1));

        Assert.Equal([Request.Target], after.Blocks.Select(block => block.Target));
    }

    [Fact]
    public void Bug_of_both_source_that_was_freed_is_never_blocked_again()
    {
        var book = Book();
        book.Decide(Request, Events.Now);
        book.Remove(Request.Target);

        Assert.IsType<BlockDecision.Added>(book.Decide(Request, Events.Now.AddMinutes(1)));
    }

    [Fact]
    public void Bug_of_2_x_failed_block_is_told_as_one() => Assert.EndsWith(
        "blocked: [false]",
        Assert.Single(V2Text.LinesOf(Events.Judged(Verdict.Block) with { Outcome = new BlockOutcome(false, null) })),
        StringComparison.Ordinal);

    [Fact]
    public void Bug_of_2_x_history_is_emptied_at_each_start()
    {
        using var folder = new TemporaryFolder();
        for (var start = 0; start < 2; start++)
        {
            using var writer = new HistoryWriter(folder["history"], HistoryWriter.OwnerOnly, new ManualTime()) { Format = LogFormat.V2 };
            writer.Write(Events.Judged(Verdict.LogOnly));
        }

        Assert.Equal(2, File.ReadAllLines(folder["history"]).Length);
    }

    [Fact]
    public void Bug_of_1_2_log_names_the_wrong_port() =>
        Assert.EndsWith("TCP port: 540", Assert.Single(ClassicText.LinesOf(Events.Judged(Verdict.Block, Events.Probe() with { Port = 540 }))), StringComparison.Ordinal);

    private static BlockRequest Request => new()
    {
        Target = Cidr.Parse("192.0.2.7"),
        Origin = BlockOrigin.Local,
        Alarm = new Alarm(Address.Parse("192.0.2.7"), "stcp", ScanKind.Syn, 111, Events.Now, Events.Now),
    };

    private static BlockBook Book() => new(new SensorOptions().BlockPolicy, new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>()));

    private static ScanDetector Detector(int trigger) => new(new DetectorSettings { Transport = Transport.Tcp, ScanTrigger = trigger, ScanWindow = TimeSpan.FromHours(24), MaxSources = 262_144 }, new FakeSockets(), new Random(1))
    {
        Watch = Watches.Below1024,
        Networks = Watches.By64,
        IsSpared = _ => false,
    };
}
