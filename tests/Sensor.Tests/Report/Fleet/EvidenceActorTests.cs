using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Report;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report.Fleet;

public sealed class EvidenceActorTests
{
    private readonly Probes _probes = new();

    [Fact]
    public async Task Alarm_is_reported_at_once_with_what_the_sensor_did()
    {
        var reports = await Run(Judged(Verdict.Block, Outcome.Alarm));

        Assert.Equal(
            ("192.0.2.7", "stcp", ScanKind.Syn, 111, 1, "block", false),
            (reports[0] as AlarmRaised) is { } alarm ? (alarm.Source.ToString(), alarm.Mode, alarm.Kind, alarm.Port, alarm.Probes, alarm.Verdict, alarm.IsSettling) : default);
    }

    [Theory]
    [InlineData(Verdict.LogOnly, "log-only")]
    [InlineData(Verdict.Simulated, "simulated")]
    [InlineData(Verdict.AlreadyBlocked, "already-blocked")]
    public async Task Verdict_is_reported_in_a_word(Verdict verdict, string word) =>
        Assert.Equal(word, (await Run(Judged(verdict, Outcome.Alarm))).OfType<AlarmRaised>().Single().Verdict);

    [Theory]
    [InlineData(ScanKind.Connect, true)]
    [InlineData(ScanKind.Syn, false)]
    [InlineData(ScanKind.Udp, false)]
    public async Task Alarm_of_an_accepted_connection_says_that_the_address_is_proven(ScanKind kind, bool proven)
    {
        var judged = (ProbeJudged)Judged(Verdict.Block, Outcome.Alarm);
        Assert.Equal(proven, (await Run(judged with { Probe = judged.Probe with { Kind = kind } })).OfType<AlarmRaised>().Single().Proven);
    }

    [Fact]
    public async Task Alarm_within_the_boot_grace_says_so() =>
        Assert.True((await Run(_ => true, Judged(Verdict.LogOnly, Outcome.Alarm))).OfType<AlarmRaised>().Single().IsSettling);

    [Fact]
    public async Task Contacts_are_gathered_and_each_is_told_once()
    {
        var reports = await Run(Judged(Verdict.NotTriggered, port: 1), Judged(Verdict.NotTriggered, port: 2), Judged(Verdict.NotTriggered, port: 1));

        Assert.Equal([1, 2], Assert.IsType<ContactsSeen>(Assert.Single(reports)).Contacts.Select(contact => contact.Port));
    }

    [Fact]
    public async Task Report_holds_no_more_contacts_than_it_may()
    {
        var reports = await Run([.. Enumerable.Range(1, 1200).Select(port => Judged(Verdict.NotTriggered, port: (ushort)port))]);

        Assert.Equal([500, 500, 200], reports.Cast<ContactsSeen>().Select(seen => seen.Contacts.Count));
    }

    [Fact]
    public async Task Contacts_are_sent_a_moment_after_the_first()
    {
        await using var host = new ActorHost();
        List<SensorReport> reports = [];
        var evidence = Spawn(host, reports, _ => false);
        evidence.Tell(Judged(Verdict.NotTriggered));
        await host.Time.TimerDueIn(TimeSpan.FromMilliseconds(200)).Soon();

        host.Time.Advance(TimeSpan.FromMilliseconds(200));
        await Eventually.True(() => evidence.Waiting == 0 && reports.Count == 1, "they are sent");
        await host.StopAsync();

        Assert.Single(reports);
    }

    [Fact]
    public async Task Touch_of_a_host_of_the_fleet_is_a_contact()
    {
        var met = new FleetHostMet(new FirstContact(Address.Parse("198.51.100.9"), Cidr.Parse("198.51.100.9"), ScanKind.Syn, 22, _probes.Now));

        Assert.Equal([met.Contact], Assert.IsType<ContactsSeen>(Assert.Single(await Run(met))).Contacts);
    }

    [Fact]
    public async Task What_a_person_blocks_and_what_is_taken_back_is_reported_and_our_own_blocks_are_not()
    {
        var own = Events.Block();
        var reports = await Run(
            Events.Blocked(own), Events.Blocked(own with { Origin = BlockOrigin.Operator, Reason = new string('x', 600) }), Events.Blocked(own with { Origin = BlockOrigin.Coordinator }),
            new AlarmTakenBack(Cidr.Parse("192.0.2.7")));

        var held = Assert.IsType<SourceHeld>(reports[0]);
        Assert.Equal((own.Target, true, false, 500), (held.Target, held.ByOperator, held.ForFleet, held.Reason.Length));
        Assert.Equal(Cidr.Parse("192.0.2.7"), Assert.IsType<AlarmRetracted>(reports[1]).Network);
        Assert.Equal(2, reports.Count);
    }

    private ProbeJudged Judged(Verdict verdict, Outcome outcome = Outcome.Counted, ushort port = 111) =>
        new(_probes.Next("192.0.2.7", port), new Sighting(outcome, Cidr.Parse("192.0.2.7"), 1, _probes.Now.Ticks), verdict, "stcp");

    private static Task<List<SensorReport>> Run(params ReportEvent[] events) => Run(_ => false, events);

    private static async Task<List<SensorReport>> Run(Func<string, bool> isSettling, params ReportEvent[] events)
    {
        await using var host = new ActorHost();
        List<SensorReport> reports = [];
        var evidence = Spawn(host, reports, isSettling);
        foreach (var happening in events)
            evidence.Tell(happening);
        await host.StopAsync();
        return reports;
    }

    private static ActorRef<ReportEvent> Spawn(ActorHost host, List<SensorReport> reports, Func<string, bool> isSettling)
    {
        var outbox = host.Spawn<OutboxMessage>(() => new ReportRecorder(reports));
        return host.Spawn<ReportEvent>(() => new EvidenceActor(outbox, TimeSpan.FromHours(24), isSettling), capacity: 4096);
    }

    private sealed class ReportRecorder : Actor<OutboxMessage>
    {
        public ReportRecorder(List<SensorReport> reports) => Become(message => reports.Add(((KeepReport)message).Report));
    }
}
