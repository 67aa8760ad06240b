using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Report;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Report;

/// <summary>Lines wait for what they say, in order, and never for long.</summary>
public sealed class SettlingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Address Source = Address.Parse("192.0.2.7");
    private static readonly AdminNotice Notice = new("adminalert: x");

    [Fact]
    public void Nothing_waits_where_nothing_is_asked_for()
    {
        var queue = new SettlingQueue(Second, forNames: false, forOutcomes: false);

        Assert.Null(queue.Add(Events.Judged(Verdict.Block), Events.Now));
        Assert.Single(queue.Take(Events.Now));
    }

    [Fact]
    public void Probe_waits_for_its_block_and_all_behind_it_with_it()
    {
        var queue = new SettlingQueue(Second, forNames: false, forOutcomes: true);
        queue.Add(Events.Judged(Verdict.Block), Events.Now);
        queue.Add(Notice, Events.Now);
        var before = queue.Take(Events.Now).Count();

        queue.Add(Events.Blocked(), Events.Now);

        var whole = queue.Take(Events.Now).ToList();
        Assert.Equal((0, 3), (before, whole.Count));
        Assert.Equal(new BlockOutcome(true, Events.Now.AddHours(1)), Assert.IsType<ProbeJudged>(whole[0]).Outcome);
        Assert.Same(Notice, whole[1]);
    }

    [Fact]
    public void Block_of_another_probe_settles_nothing()
    {
        var queue = new SettlingQueue(Second, forNames: false, forOutcomes: true);
        queue.Add(Events.Judged(Verdict.Block), Events.Now);

        queue.Add(Events.Blocked(Events.Block() with { Alarm = Events.Block().Alarm! with { Port = 112 } }), Events.Now);

        Assert.Empty(queue.Take(Events.Now));
    }

    [Fact]
    public void Refusal_settles_it_too()
    {
        var queue = new SettlingQueue(Second, forNames: false, forOutcomes: true);
        queue.Add(Events.Judged(Verdict.Block), Events.Now);
        var request = new BlockRequest { Target = Cidr.Host(Source), Origin = BlockOrigin.Local, Alarm = new Alarm(Source, "stcp", ScanKind.Syn, 111, Events.Now.AddMinutes(-1), Events.Now) };

        queue.Add(new BlockListChanged(new BlockRefused(request, new BlockDecision.Refused(Refusal.Full), Events.Now)), Events.Now);

        Assert.Equal(new BlockOutcome(false, null), Assert.IsType<ProbeJudged>(queue.Take(Events.Now).First()).Outcome);
    }

    [Fact]
    public void Nothing_waits_longer_than_the_patience()
    {
        var queue = new SettlingQueue(Second, forNames: true, forOutcomes: true);
        queue.Add(Events.Judged(Verdict.Block), Events.Now);

        Assert.Equal(Events.Now + Second, queue.NextDue);
        Assert.Empty(queue.Take(Events.Now + Second - TimeSpan.FromTicks(1)));
        Assert.Equal(Events.Judged(Verdict.Block), Assert.Single(queue.Take(Events.Now + Second)));
        Assert.Null(queue.NextDue);
    }

    [Fact]
    public void Queue_that_is_full_passes_its_oldest_on()
    {
        var queue = new SettlingQueue(Second, forNames: true, forOutcomes: false);
        for (var i = 0; i <= SettlingQueue.MaxWaiting; i++)
            queue.Add(Events.Judged(Verdict.LogOnly), Events.Now);

        Assert.Single(queue.Take(Events.Now));
    }

    [Fact]
    public void Name_is_asked_for_once_and_found_again_for_a_while()
    {
        var queue = new SettlingQueue(Second, forNames: true, forOutcomes: false);
        Assert.Equal(Source, queue.Add(Events.Judged(Verdict.LogOnly), Events.Now));
        Assert.Null(queue.Add(Events.Judged(Verdict.LogOnly), Events.Now));

        queue.Found(Source, "scanner.example", Events.Now);

        Assert.Equal(["scanner.example", "scanner.example"], queue.Take(Events.Now).Select(happening => happening.SourceName));
        Assert.Null(queue.Add(Events.Blocked(), Events.Now.AddMinutes(9)));
        Assert.Equal("scanner.example", queue.Take(Events.Now.AddMinutes(9)).Single().SourceName);
        Assert.Equal(Source, queue.Add(Events.Judged(Verdict.LogOnly), Events.Now.AddMinutes(10)));
    }

    [Fact]
    public async Task Name_server_that_does_not_answer_delays_a_line_by_a_second_and_no_more()
    {
        List<ReportEvent> passed = [];
        await using var host = new ActorHost();
        var actor = host.Spawn<ReportEvent>(() => new SettlingActor(passed.Add, (_, _) => true, forOutcomes: false));
        actor.Tell(Events.Judged(Verdict.LogOnly));
        await host.Time.TimerDueIn(Second).Soon();
        Assert.Empty(passed);

        host.Time.SetClock(TimeSpan.FromHours(-1));
        host.Time.Advance(Second);

        // Before it stops: what stops passes everything on.
        await Eventually.True(() => passed.Count == 1, "the line is passed on");
        Assert.Equal([Events.Judged(Verdict.LogOnly)], passed);
    }

    [Fact]
    public async Task Name_that_cannot_even_be_asked_for_delays_nothing()
    {
        List<ReportEvent> passed = [];
        await using var host = new ActorHost();
        var actor = host.Spawn<ReportEvent>(() => new SettlingActor(passed.Add, (_, _) => false, forOutcomes: false));

        actor.Tell(Events.Judged(Verdict.LogOnly));
        actor.Tell(Notice);
        await host.StopAsync();

        Assert.Equal([Events.Judged(Verdict.LogOnly), Notice], passed);
    }

    [Fact]
    public async Task Name_stands_in_the_classic_line_and_in_the_history()
    {
        List<string> lines = [];
        await using var host = new ActorHost();
        var actor = host.Spawn<ReportEvent>(() => new SettlingActor(
            happening => lines.AddRange(ClassicText.LinesOf(happening)), (_, answer) => { answer("scanner.example"); return true; }, forOutcomes: false));

        actor.Tell(Events.Judged(Verdict.AlreadyBlocked));
        await Eventually.True(() => lines.Count == 2, "both lines are passed on");
        await host.StopAsync();

        Assert.Equal(
            [
                "attackalert: TCP SYN/Normal scan from host: scanner.example/192.0.2.7 to TCP port: 111",
                "attackalert: Host: scanner.example/192.0.2.7 is already blocked Ignoring",
            ],
            lines);
        Assert.Contains("Host: scanner.example/192.0.2.7 Port", ClassicText.HistoryLine(Events.Block().Alarm!, Events.Now, "scanner.example"), StringComparison.Ordinal);
    }
}
