using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class DetectorActorTests
{
    private static readonly ResponseChanged Blocking = new(Simulate: false, LogOnly: false, TimeSpan.Zero);

    private readonly Probes _probes = new();
    private readonly RecordingOutput _output = new();

    [Fact]
    public async Task Alarm_is_answered_by_a_block_and_told_and_the_batch_given_back()
    {
        var batch = Batch(_probes.Next("192.0.2.7", 79));

        await Run(Blocking, new ProbesCaptured(batch));

        Assert.Equal(["Block 192.0.2.7 port 79", "block 192.0.2.7 port 79 probes 1"], _output.Told);
        Assert.Equal([batch], _output.Returned);
    }

    [Theory]
    [InlineData(true, false, Verdict.Simulated)]
    [InlineData(false, true, Verdict.LogOnly)]
    public async Task Alarm_is_told_and_not_answered_where_blocking_is_off(bool simulate, bool logOnly, Verdict verdict)
    {
        await Run(new ResponseChanged(simulate, logOnly, TimeSpan.Zero), Captured(_probes.Next("192.0.2.7", 79)));

        Assert.Equal([$"{verdict} 192.0.2.7 port 79"], _output.Told);
    }

    [Fact]
    public async Task Alarm_within_the_boot_grace_is_logged_only_and_answered_when_the_source_goes_on_after_it()
    {
        var inGrace = _probes.Next("192.0.2.7");
        _probes.Now += TimeSpan.FromMinutes(2);
        var after = _probes.Next("192.0.2.7");

        await Run(Blocking with { Grace = TimeSpan.FromMinutes(2) }, Captured(inGrace), new GraceEnded(), Captured(after));

        Assert.Equal([Verdict.LogOnly, Verdict.Block], _output.Verdicts);
    }

    [Fact]
    public async Task Source_that_goes_on_without_being_blocked_is_answered_again_though_the_clock_was_set_back()
    {
        var before = _probes.Next("192.0.2.7");
        _probes.Now -= TimeSpan.FromHours(1);
        var after = _probes.Next("192.0.2.7");

        await Run(Blocking, Captured(before, after));

        Assert.Equal([Verdict.Block, Verdict.Block], _output.Verdicts);
    }

    [Fact]
    public async Task Source_that_goes_on_without_being_blocked_is_answered_again_once_a_second()
    {
        var probes = new List<Probe>();
        for (var i = 0; i < 30; i++)
        {
            probes.Add(_probes.Next("192.0.2.7"));
            _probes.Now += TimeSpan.FromMilliseconds(100);
        }

        await Run(Blocking, Captured([.. probes]));

        Assert.Equal(3, _output.Verdicts.Count(verdict => verdict == Verdict.Block));
    }

    [Fact]
    public async Task Source_that_is_protected_by_now_is_left_alone()
    {
        var alarm = _probes.Next("192.0.2.7");
        _probes.Now += TimeSpan.FromSeconds(2);
        var goesOn = _probes.Next("192.0.2.7");

        await Run(
            Blocking, Captured(alarm), new WatchChanged(Watches.Below1024, Watches.By64, Watches.Protecting("192.0.2.7")), Captured(goesOn));

        Assert.Equal([Verdict.Block, Verdict.Spared], _output.Verdicts);
    }

    [Fact]
    public async Task Touch_of_a_protected_host_is_told_when_it_is_one_of_the_fleet()
    {
        var protection = new Protection(new Dictionary<ProtectionReason, IEnumerable<Cidr>>
        {
            [ProtectionReason.Sensors] = [Cidr.Parse("192.0.2.7")],
            [ProtectionReason.Ignored] = [Cidr.Parse("192.0.2.8")],
        });

        await Run(
            Blocking, new WatchChanged(Watches.Below1024, Watches.By64, protection), Captured(_probes.Next("192.0.2.7", 79), _probes.Next("192.0.2.8", 79)));

        Assert.Equal(["fleet host 192.0.2.7 port 79", "Spared 192.0.2.7 port 79", "Spared 192.0.2.8 port 79"], _output.Told);
    }

    [Fact]
    public async Task Block_list_made_anew_replaces_what_was_known()
    {
        var first = _probes.Next("192.0.2.7");
        _probes.Now += TimeSpan.FromSeconds(2);
        var goesOn = _probes.Next("192.0.2.7");

        await Run(
            Blocking, Captured(first), new TargetsBlocked([Cidr.Parse("192.0.2.7")]), new BlockListReplaced([Cidr.Parse("192.0.2.8")]), Captured(goesOn, _probes.Next("192.0.2.8")));

        Assert.Equal([Verdict.Block, Verdict.Block, Verdict.AlreadyBlocked], _output.Verdicts);
    }

    [Fact]
    public async Task Probes_below_the_trigger_are_told_as_such()
    {
        await Run(Blocking, new CountingChanged(Watches.Settings with { ScanTrigger = 2 }), Captured(_probes.Next("192.0.2.7"), _probes.Next("192.0.2.7")));

        Assert.Equal([Verdict.NotTriggered, Verdict.Block], _output.Verdicts);
    }

    [Fact]
    public async Task Blocked_source_that_goes_on_is_told_of_for_a_second_and_then_no_more()
    {
        var (alarm, underWay) = (_probes.Next("192.0.2.7"), _probes.Next("192.0.2.7"));
        _probes.Now += TimeSpan.FromSeconds(2);
        var goesOn = _probes.Next("192.0.2.7");

        await Run(Blocking, Captured(alarm), new TargetsBlocked([Cidr.Parse("192.0.2.7")]), Captured(underWay, goesOn));

        Assert.Equal([Verdict.Block, Verdict.AlreadyBlocked], _output.Verdicts);
    }

    [Fact]
    public async Task Freed_source_that_comes_again_is_blocked_again()
    {
        await Run(
            Blocking,
            Captured(_probes.Next("192.0.2.7")),
            new TargetsBlocked([Cidr.Parse("192.0.2.7")]),
            new TargetsFreed([Cidr.Parse("192.0.2.7")]),
            Captured(_probes.Next("192.0.2.7")));

        Assert.Equal([Verdict.Block, Verdict.Block], _output.Verdicts);
    }

    [Fact]
    public async Task Source_blocked_by_somebody_else_raises_an_alarm_that_needs_no_block()
    {
        await Run(Blocking, new TargetsBlocked([Cidr.Parse("192.0.2.0/24")]), Captured(_probes.Next("192.0.2.7")));

        Assert.Equal([Verdict.AlreadyBlocked], _output.Verdicts);
    }

    [Theory]
    [InlineData("2001:db8::7")]
    [InlineData("2001:db8::")] // The prefix's own base.
    public async Task Source_that_is_blocked_by_itself_within_its_prefix_is_known_to_be_and_the_others_of_the_prefix_are_not(string source)
    {
        var alarm = _probes.Next(source);
        _probes.Now += TimeSpan.FromSeconds(2);
        var (goesOn, other) = (_probes.Next(source), _probes.Next("2001:db8::8"));

        await Run(Blocking, Captured(alarm), new TargetsBlocked([Cidr.Host(Address.Parse(source))]), Captured(goesOn, other));

        Assert.Equal([$"Block {source} port 111", "Block 2001:db8::8 port 111"], _output.Told.Where(told => told.StartsWith("Block", StringComparison.Ordinal)));
        Assert.Equal([Verdict.Block, Verdict.Block], _output.Verdicts);
    }

    [Fact]
    public async Task Protected_source_is_counted_as_spared_and_told_as_such()
    {
        var counts = await Run(Blocking, new WatchChanged(Watches.Below1024, Watches.By64, Watches.Protecting("192.0.2.0/24")), Captured(_probes.Next("192.0.2.7")));

        Assert.Equal([Verdict.Spared], _output.Verdicts);
        Assert.Equal(new DetectorCounts { Spared = 1 }, counts);
    }

    [Fact]
    public async Task Answer_of_a_service_is_told_and_takes_the_alarm_back()
    {
        var batch = Batch(_probes.Next("192.0.2.7", 80));
        batch.Add(new Departure(Transport.Tcp, _probes.Now.Ticks, Probes.Local, 80, Address.Parse("192.0.2.7")));

        await Run(Blocking, new ProbesCaptured(batch));

        Assert.Equal(["answered 198.51.100.1 port 80", "retract 192.0.2.7 for 192.0.2.7"], _output.Told.Skip(2));
    }

    [Fact]
    public async Task Answer_of_an_address_that_is_not_ours_is_not_heard()
    {
        var batch = Batch(_probes.Next("192.0.2.7", 80));
        batch.Add(new Departure(Transport.Tcp, _probes.Now.Ticks, Address.Parse("203.0.113.1"), 80, Address.Parse("192.0.2.7")));

        await Run(Blocking, new ProbesCaptured(batch));

        Assert.Equal(["Block 192.0.2.7 port 80", "block 192.0.2.7 port 80 probes 1"], _output.Told);
    }

    [Fact]
    public async Task Question_that_left_before_a_datagram_came_makes_it_an_answer_and_one_that_left_after_it_does_not()
    {
        var batch = Batch(At(2, _probes.NextUdp("192.0.2.53", 700)), At(4, _probes.NextUdp("192.0.2.54", 701)));
        batch.Add(Left(1, 700, "192.0.2.53"));
        batch.Add(Left(5, 700, "192.0.2.54"));

        var counts = await Run(Blocking, OfUdp, new ProbesCaptured(batch));

        Assert.Equal(["Block 192.0.2.54 port 701", "block 192.0.2.54 port 701 probes 1"], _output.Told);
        Assert.Equal(new DetectorCounts { Probes = 1, Alarms = 1, Innocent = 1 }, counts);
    }

    [Fact]
    public async Task Service_of_UDP_is_learned_from_its_answer_and_a_question_teaches_nothing()
    {
        var batch = Batch(At(2, _probes.NextUdp("192.0.2.7", 500)));
        batch.Add(Left(1, 700, "192.0.2.53"));
        batch.Add(Left(3, 500, "192.0.2.7"));

        await Run(Blocking, OfUdp, new ProbesCaptured(batch));

        Assert.Equal(["answered 198.51.100.1 port 500", "retract 192.0.2.7 for 192.0.2.7"], _output.Told.Skip(2));
    }

    [Fact]
    public async Task Source_beyond_its_log_budget_is_summed_up_in_the_next_minute()
    {
        var flood = Enumerable.Range(0, 130).Select(_ => _probes.Next("192.0.2.7")).ToArray();
        _probes.Now += TimeSpan.FromMinutes(1);

        var counts = await Run(Blocking, Captured(flood), Captured(_probes.Next("192.0.2.8")));

        Assert.Equal(101, _output.Verdicts.Count);
        Assert.Equal("omitted 192.0.2.7 30", _output.Told[^3]);
        Assert.Equal(30, counts.NotLogged);
    }

    [Fact]
    public async Task Counts_say_what_became_of_each_probe()
    {
        var probe = _probes.Next("192.0.2.7");

        var counts = await Run(Blocking, Captured(probe, probe, _probes.Next("192.0.2.7"), _probes.Next("192.0.2.7", 2000)));

        Assert.Equal(new DetectorCounts { Probes = 2, Alarms = 1, Copies = 1, NoTripwire = 1, Sources = 1 }, counts);
    }

    [Fact]
    public async Task New_way_of_counting_counts_anew_on_the_same_tripwires()
    {
        var watch = Watches.Below1024 with { Watched = PortSet.Of([79]) };

        await Run(
            Blocking,
            new WatchChanged(watch, Watches.By64, Watches.NoProtection),
            Captured(_probes.Next("192.0.2.7", 79)),
            new CountingChanged(Watches.Settings),
            Captured(_probes.Next("192.0.2.7", 79), _probes.Next("192.0.2.7", 80)));

        Assert.Equal([Verdict.Block, Verdict.Block], _output.Verdicts);
    }

    private static readonly CountingChanged OfUdp = new(Watches.Settings with { Transport = Transport.Udp });

    private Probe At(int seconds, Probe probe) => probe with { Ticks = TicksAt(seconds) };

    private Departure Left(int seconds, ushort port, string peer) => new(Transport.Udp, TicksAt(seconds), Probes.Local, port, Address.Parse(peer));

    private long TicksAt(int seconds) => _probes.Now.AddSeconds(seconds).Ticks;

    private static ProbeBatch Batch(params Probe[] probes)
    {
        var batch = new ProbeBatch(256);
        foreach (var probe in probes)
            batch.Add(probe);
        return batch;
    }

    private static ProbesCaptured Captured(params Probe[] probes) => new(Batch(probes));

    private async Task<DetectorCounts> Run(params DetectorMessage[] messages)
    {
        await using var host = new ActorHost();
        var counts = new TaskCompletionSource<DetectorCounts>();
        var actor = host.Spawn<DetectorMessage>(() => new DetectorActor(
            new WatchChanged(Watches.Below1024, Watches.By64, Watches.NoProtection), Blocking, Watches.Settings, new FakeSockets(), _output));
        foreach (var message in messages)
            actor.Tell(message);
        actor.Tell(new GetDetectorCounts(counts));
        await host.StopAsync();
        return await counts.Task.Soon();
    }
}
