using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Tests.Cluster;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Decide;

/// <summary>Whoever leads decides; whoever cannot decide does not lead.</summary>
public sealed class LeaderActorTests : IAsyncDisposable
{
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(100);

    private readonly ActorHost _host = new();
    private readonly ClusterRecord _cluster = new();
    private readonly CollectingLogger<LeaderActor> _log = new();
    private readonly LeaderRig _rig = new();
    private readonly ActorRef<LeaderMessage> _leader;

    private readonly Suspects _suspects = new();

    public LeaderActorTests() => _leader = _host.Spawn(() => new LeaderActor(_cluster, _suspects, _log), whenFailed: _suspects.Failed);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Elected_leader_decides_on_what_waits_and_tells_the_news_once_it_is_durable()
    {
        var session = Session();
        _leader.Tell(new Lead(session));

        var work = await session.NextCommitAsync();

        Assert.Equal("203.0.113.7", Assert.IsType<BlockOrder>(Assert.Single(work.Orders).Order).Target.ToString());
        await Eventually.True(() => _cluster.Told.Count == 2, "the news is told");
        Assert.Equal([ClusterNews.Orders, ClusterNews.Outcomes], _cluster.Told);
        Assert.True(await LeadsAsync());
    }

    [Fact]
    public async Task Leader_reads_on_until_nothing_waits_however_little_it_is_given_at_once()
    {
        var session = new ScriptedSession(_rig.Item(_rig.Block("203.0.113.7")), _rig.Item(_rig.Block("203.0.113.8")), _rig.Item(_rig.Block("203.0.113.9"))) { MostAtOnce = 2 };
        _leader.Tell(new Lead(session));

        Assert.Equal([1L, 2], (await session.NextCommitAsync()).Done);
        Assert.Equal([3L], (await session.NextCommitAsync()).Done);
    }

    [Fact]
    public async Task Member_that_was_not_elected_decides_nothing()
    {
        _leader.Tell(new WorkWaits());

        Assert.False(await LeadsAsync());
        await _host.StopAsync();
        Assert.Empty(_cluster.Told);
    }

    public static TheoryData<string> Failures => ["load", "read", "beat", "commit"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Leader_that_lost_the_right_gives_it_back_and_decides_nothing_until_it_is_elected_again(string call)
    {
        foreach (var failure in new Exception[] { new LeadershipLostException("another leads"), new StoreUnavailableException("the database is stopped") })
        {
            var lost = Failing(call, failure);
            _leader.Tell(new Lead(lost));
            _leader.Tell(new Beat());
            await lost.Ended.Soon();

            var commits = lost.Commits;
            _leader.Tell(new WorkWaits());
            Assert.False(await LeadsAsync());
            var session = Session();
            _leader.Tell(new Lead(session));
            Assert.Single((await session.NextCommitAsync()).Orders);
            Assert.Equal(commits, lost.Commits);
        }

        Assert.Empty(_host.Log.Lines);
        Assert.Equal(2, _log.Ids.Count(id => id == 3302));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Leader_that_fails_for_a_reason_nobody_foresaw_does_not_keep_the_right(string call)
    {
        var broken = Failing(call, new InvalidOperationException("a fault of ours"));
        _leader.Tell(new Lead(broken));
        _leader.Tell(new Beat());

        await broken.Ended.Soon();
        await _host.Time.TimerDueIn(Backoff).Soon();
        _host.Time.Advance(Backoff);

        Assert.False(await LeadsAsync());
        Assert.Equal([100], _host.Log.Ids);
        var session = Session();
        _leader.Tell(new Lead(session));
        Assert.Single((await session.NextCommitAsync()).Orders);
    }

    [Fact]
    public async Task New_election_and_the_stop_give_a_session_back()
    {
        var (first, second) = (Session(), Session());
        _leader.Tell(new Lead(first));
        await first.NextCommitAsync();

        _leader.Tell(new Lead(second));
        await first.Ended.Soon();
        Assert.False(second.Ended.IsCompleted);

        await _host.StopAsync();
        await second.Ended.Soon();
    }

    [Fact]
    public async Task Item_that_no_decision_can_be_made_on_is_set_aside_and_the_rest_is_decided_on()
    {
        InboxItem[] inbox = [_rig.Item(_rig.Block("203.0.113.7")), _rig.Item("web1", new ContactsSeen { Seq = 4, Contacts = null! }), _rig.Item(_rig.Block("203.0.113.8"))];
        // It fails with the others, then alone.
        foreach (var backoff in new[] { Backoff, Backoff * 2 })
        {
            var failing = new ScriptedSession(inbox);
            _leader.Tell(new Lead(failing));
            await failing.Ended.Soon();
            inbox = [.. inbox.Skip(failing.Commits)];
            await _host.Time.TimerDueIn(backoff).Soon();
            _host.Time.Advance(backoff);
        }

        var session = new ScriptedSession(inbox);
        _leader.Tell(new Lead(session));
        var (aside, rest) = (await session.NextCommitAsync(), await session.NextCommitAsync());

        Assert.Equal([(2L, true)], aside.SetAside.Select(one => (one.Item, one.Problem.Length > 0)));
        Assert.Equal([2L], aside.Done);
        Assert.Equal("set aside reports 4 to 4 of web1", Assert.Single(aside.Audit).What);
        Assert.Equal([3L], rest.Done);
        Assert.Equal(3303, Assert.Single(_log.Ids, id => id == 3303));
        Assert.True(await LeadsAsync());
    }

    [Fact]
    public async Task Item_that_cannot_be_read_is_set_aside_and_costs_the_leader_nothing()
    {
        var session = new ScriptedSession(
            _rig.Item(_rig.Block("203.0.113.7")), new UnreadableItem("no JSON") { Id = 8, At = _rig.Now }, new UnreadableItem("nor this") { Id = 9, At = _rig.Now }, _rig.Item(_rig.Block("203.0.113.8")));
        _leader.Tell(new Lead(session));

        List<LeaderWork> work = [];
        for (var step = 0; step < 4; step++)
            work.Add(await session.NextCommitAsync());

        Assert.Equal([1L, 8, 9, 2], work.SelectMany(one => one.Done));
        Assert.Equal([new SetAside(8, "no JSON"), new SetAside(9, "nor this")], work.SelectMany(one => one.SetAside));
        Assert.Single(work[3].Orders);
        Assert.Empty(_host.Log.Lines);
    }

    [Fact]
    public void Operator_whose_command_is_set_aside_is_told_so()
    {
        var item = _rig.Item(_rig.Block("203.0.113.7"));

        var outcome = Assert.Single(Undecidable.SetAside(item, "fails\0", 7, _rig.Now).Outcomes);

        Assert.Equal((((CommandItem)item).Command.Id, 7L, true), (outcome.Command, outcome.Position, outcome.Error is not null));
    }

    private ScriptedSession Session() => new(_rig.Item(_rig.Block("203.0.113.7")));

    private ScriptedSession Failing(string call, Exception failure) => new(_rig.Item(_rig.Block("203.0.113.7")))
    {
        LoadFailure = call == "load" ? failure : null,
        ReadFailure = call == "read" ? failure : null,
        BeatFailure = call == "beat" ? failure : null,
        CommitFailure = call == "commit" ? failure : null,
    };

    private async Task<bool> LeadsAsync()
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _leader.Tell(new AskLeading(answer));
        return await answer.Task.Soon();
    }
}
