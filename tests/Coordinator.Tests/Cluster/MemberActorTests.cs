using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Shared.Actors;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Cluster;

/// <summary>The keeper of the house forgets what is too old, but not by a clock that was just set.</summary>
public sealed class MemberActorTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ActorHost _host = new();
    private readonly SqliteRig _rig = new();
    private readonly CollectingLogger<MemberActor> _log = new();
    private readonly IStore _store;
    private ActorRef<MemberMessage> _actor = null!; // Set before each test.

    public MemberActorTests() => _store = _rig.Open();

    private DateTimeOffset Now => _host.Time.GetUtcNow();

    public async Task InitializeAsync()
    {
        await _store.PrepareAsync(default);
        await _store.AuditAsync(new AuditRow(Now, "ann", "blocks add 192.0.2.7", "noise"), default);
        var leader = _host.Spawn<LeaderMessage>(() => new Answering<LeaderMessage>(message => (message as AskLeading)?.Answer.TrySetResult(true)));
        var broadcast = _host.Spawn<BroadcastMessage>(() => new Answering<BroadcastMessage>(message => (message as CountStreams)?.Answer.TrySetResult(0)));
        var self = new MemberRow { Name = "c1", Url = "https://c1", Version = "3", StartedAt = Now, SeenAt = Now };
        _actor = _host.Spawn<MemberMessage>(() => new MemberActor(self, new Retention { Audit = TimeSpan.FromDays(30) }, _store, leader, broadcast, () => [], _log));
        await NotedAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task History_is_not_forgotten_by_a_clock_that_was_set_wrong()
    {
        _host.Time.SetClock(TimeSpan.FromDays(400));
        await TrimAsync();
        Assert.Single(await AuditRows.AllAsync(_store));
        Assert.Equal([3202], _log.Ids);

        _host.Time.SetClock(TimeSpan.FromDays(-400));
        await TrimAsync();
        _host.Time.Advance(TimeSpan.FromDays(2));
        await NotedAsync();
        await TrimAsync();

        Assert.Single(await AuditRows.AllAsync(_store));
    }

    [Fact]
    public async Task History_is_forgotten_by_a_clock_that_has_stood_for_a_day()
    {
        _host.Time.SetClock(TimeSpan.FromDays(400));
        await TrimAsync();

        _host.Time.Advance(TimeSpan.FromDays(1));

        await Eventually.True(
            async () =>
            {
                _actor.Tell(new TrimStore());
                return (await AuditRows.AllAsync(_store)).Count == 0;
            },
            () => "the history is forgotten");
    }

    private Task TrimAsync()
    {
        _actor.Tell(new TrimStore());
        return NotedAsync();
    }

    /// <summary>Returns once all that was told before is done: the member notes that it lives at a moment of its own.</summary>
    private async Task NotedAsync()
    {
        _host.Time.Advance(TimeSpan.FromMilliseconds(1));
        var now = Now;
        await Eventually.True(
            async () =>
            {
                // Whoever lives through days at once gets more messages than its mailbox holds.
                _actor.Tell(new NoteMember());
                return (await _store.ListMembersAsync(default)).Any(member => member.SeenAt == now);
            },
            () => "the member notes that it lives");
    }

    private sealed class Answering<T> : Actor<T>
    {
        public Answering(Action<T> answer) => Become(answer);
    }
}
