using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Tests.Cluster;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>What becomes of what sensors say of themselves.</summary>
public sealed class SessionActorTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly OrderPosition Position = new("log1", 7);
    private static readonly SensorPeer Web1 = Peer("00000000000000a1", "web1");
    private static readonly SensorPeer Web2 = Peer("00000000000000a2", "web2");

    private readonly ActorHost _host = new();
    private readonly SqliteRig _rig = new();
    private readonly IStore _store;
    private readonly ClusterRecord _cluster = new();
    private readonly Told<BroadcastMessage> _broadcast;
    private readonly Told<SpreadMessage> _spread;
    private readonly ActorRef<SessionMessage> _sessions;

    public SessionActorTests()
    {
        _store = _rig.Open();
        (_broadcast, _spread) = (new Told<BroadcastMessage>(_host), new Told<SpreadMessage>(_host));
        var snapshots = _host.Spawn(() => new DigestTeller(new BookDigest(Position, "ours")));
        var books = new BookWatch(snapshots, _broadcast.Ref, new CollectingLogger<BookWatch>());
        var settings = new SessionSettings("c1", ReportsPerSecond: 10, Burst: 50);
        _sessions = _host.Spawn(() => new SessionActor(settings, _store, _cluster, books, _spread.Ref, new CollectingLogger<SessionActor>()));
    }

    public async Task InitializeAsync()
    {
        await _store.PrepareAsync(default);
        await _store.AddTokenAsync(new TokenRow { Id = "t1", Hash = "h1", UsesLeft = 2, CreatedAt = Now, ExpiresAt = Now.AddDays(1), CreatedBy = "ann" }, default);
        await _store.EnrolAsync(new Enrolling("h1", Web1.Id, Web1.Name, Now), default);
        await SavedAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _rig.DisposeAsync();
    }

    private DateTimeOffset Now => _host.Time.GetUtcNow();

    [Fact]
    public async Task What_a_sensor_says_of_itself_is_written_down_with_the_member_it_talks_to()
    {
        _sessions.Tell(new StreamOpened(Web1));
        _sessions.Tell(new Heard(Web1, Applied("ours"), Status("192.0.2.1")));
        await SavedAsync();

        var state = (await _store.FindSensorAsync(Web1.Id, default))!.State!;
        Assert.Equal((true, "c1", Now, Position), (state.IsConnected, state.Member, state.SeenAt, state.Applied!.Position));
        Assert.Equal("3.0.0", state.Status!.Version);

        _sessions.Tell(new StreamClosed(Web1));
        await SavedAsync();
        Assert.False((await _store.FindSensorAsync(Web1.Id, default))!.State!.IsConnected);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public async Task Sensor_that_was_heard_before_or_after_the_clock_was_set_was_heard_just_now(int days)
    {
        _sessions.Tell(new StreamOpened(Web1));
        await SavedAsync();

        _host.Time.SetClock(TimeSpan.FromDays(days));
        await SavedAsync();
        Assert.Equal(Now, (await _store.FindSensorAsync(Web1.Id, default))!.State!.SeenAt);

        _host.Time.SetClock(TimeSpan.FromDays(-days));
        await HeardAsync(status: Status());
        Assert.Equal(Now, (await _store.FindSensorAsync(Web1.Id, default))!.State!.SeenAt);
    }

    [Fact]
    public async Task Addresses_of_a_sensor_are_protected_once_and_again_only_when_they_are_others()
    {
        await HeardAsync(status: Status("192.0.2.1", "192.0.2.2"));
        await HeardAsync(status: Status("192.0.2.2", "192.0.2.1"));
        await HeardAsync();

        var protect = Assert.IsType<ChangeProtected>(Assert.Single(await CommandsAsync()));
        Assert.Equal((FleetRole.Sensor, "web1", "192.0.2.1 192.0.2.2"), (protect.Role, protect.Owner, string.Join(' ', protect.Addresses)));
        Assert.Equal([ClusterNews.Inbox], _cluster.Told);

        await HeardAsync(status: Status("192.0.2.3"));
        Assert.Equal(2, (await CommandsAsync()).Count);
    }

    [Fact]
    public async Task Addresses_of_a_fleet_that_comes_back_are_asked_to_be_protected_at_once()
    {
        _sessions.Tell(new Heard(Web1, null, Status("192.0.2.1")));
        _sessions.Tell(new Heard(Web2, null, Status("192.0.2.2")));
        await SavedAsync();

        Assert.Equal(["web1", "web2"], (await CommandsAsync()).Select(command => Assert.IsType<ChangeProtected>(command).Owner));
        Assert.Equal([ClusterNews.Inbox], _cluster.Told);
    }

    [Fact]
    public async Task Refusals_are_written_down_once()
    {
        var refused = new OrderRefused(Cidr.Parse("192.0.2.7"), 7, "ignored");
        _sessions.Tell(new Heard(Web1, Applied("ours") with { Refused = [refused] }, null));
        await SavedAsync();
        await HeardAsync();

        Assert.Equal([new RefusalRow("web1", Now, refused)], await _store.ListRefusalsAsync(null, 10, default));
        Assert.Empty((await _store.FindSensorAsync(Web1.Id, default))!.State!.Applied!.Refused);
    }

    [Fact]
    public async Task Sensor_whose_book_differs_at_the_same_position_fetches_a_snapshot_but_not_twice_a_minute()
    {
        await HeardAsync(Applied("theirs"));
        _host.Time.Advance(TimeSpan.FromSeconds(59));
        await HeardAsync(Applied("theirs"));
        Assert.Equal([Web1.Id], (await DemandsAsync()).Select(demand => demand.Sensor));

        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await HeardAsync(Applied("theirs"));
        Assert.Contains("digest theirs, ours ours", Assert.Single(await DemandsAsync()).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sensor_with_our_book_or_at_another_position_fetches_none()
    {
        await HeardAsync(Applied("ours"));
        await HeardAsync(Applied("theirs") with { Position = Position with { Position = 6 } });
        await HeardAsync(Applied("theirs") with { Position = Position with { LogId = "log2" } });

        Assert.Empty(await DemandsAsync());
    }

    [Fact]
    public async Task While_too_much_waits_for_the_leader_reports_wait_and_the_rest_does_not()
    {
        await _rig.ExecuteAsync("insert into inbox (at, reports, body) values (0, 50001, '')");
        await HeardAsync();
        Assert.Equal(TimeSpan.FromSeconds(5), await AdmitAsync(Web1, 1));
        Assert.Equal(TimeSpan.Zero, await AdmitAsync(Web1, 0));

        await _rig.ExecuteAsync("delete from inbox");
        await SavedAsync();
        Assert.Equal(TimeSpan.Zero, await AdmitAsync(Web1, 1));
    }

    [Fact]
    public async Task Sensor_that_floods_waits_and_no_other_does()
    {
        Assert.Equal(TimeSpan.Zero, await AdmitAsync(Web1, 50));
        Assert.Equal(TimeSpan.FromSeconds(1), await AdmitAsync(Web1, 10));
        Assert.Equal(TimeSpan.Zero, await AdmitAsync(Web2, 10));
    }

    [Fact]
    public async Task Forgotten_session_does_not_come_back_when_its_stream_ends()
    {
        _sessions.Tell(new StreamOpened(Web1));
        await SavedAsync();
        _sessions.Tell(new Forget(Web1.Id));
        _sessions.Tell(new StreamClosed(Web1));
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await SavedAsync();
        Assert.True((await _store.FindSensorAsync(Web1.Id, default))!.State!.SeenAt < Now);

        _sessions.Tell(new StreamOpened(Web1));
        await SavedAsync();
        Assert.True((await _store.FindSensorAsync(Web1.Id, default))!.State!.IsConnected);
    }

    private static SensorPeer Peer(string id, string name) => new(SensorId.Parse(id), name, new Dictionary<string, string>());

    private static OrdersApplied Applied(string digest) => new() { Position = Position, Digest = digest };

    private SensorStatus Status(params string[] addresses) =>
        new() { Version = "3.0.0", Since = Now, Modes = [], Orders = "block", Addresses = [.. addresses.Select(Address.Parse)] };

    private async Task HeardAsync(OrdersApplied? applied = null, SensorStatus? status = null)
    {
        _sessions.Tell(new Heard(Web1, applied, status));
        await SavedAsync();
    }

    /// <summary>Returns once what was told so far is written down.</summary>
    private async Task SavedAsync()
    {
        _sessions.Tell(new SaveSessions());
        await AdmitAsync(Peer("00000000000000ff", "other"), 0);
    }

    private async Task<TimeSpan> AdmitAsync(SensorPeer sensor, int reports)
    {
        var answer = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        _sessions.Tell(new Admit(sensor, reports, answer));
        return await answer.Task.Soon();
    }

    private async Task<IReadOnlyList<OperatorCommand>> CommandsAsync()
    {
        await using var leader = _rig.Lead();
        return [.. (await leader.ReadInboxAsync(10, default)).Select(item => Assert.IsType<CommandItem>(item).Command)];
    }

    private async Task<IReadOnlyList<DemandSnapshot>> DemandsAsync() => [.. (await _broadcast.AllAsync(new PingStreams())).Cast<DemandSnapshot>()];

    private sealed class DigestTeller : Actor<SnapshotMessage>
    {
        private readonly BookDigest _digest;

        public DigestTeller(BookDigest digest)
        {
            _digest = digest;
            Become(Tell);
        }

        private void Tell(SnapshotMessage message) => Assert.IsType<GetDigest>(message).Answer.TrySetResult(_digest);
    }
}
