using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Tests.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Ingest;

/// <summary>The directory follows the store, and who was revoked or got other labels loses its streams.</summary>
public sealed class DirectoryActorTests : IAsyncLifetime, IAsyncDisposable
{
    private static readonly SensorId Web1 = SensorId.Parse("00000000000000a1");
    private static readonly SensorId Web2 = SensorId.Parse("00000000000000a2");

    private readonly ActorHost _host = new();
    private readonly SqliteRig _rig = new();
    private readonly IStore _store;
    private readonly SensorDirectory _directory = new();
    private readonly FleetAuthorities _authorities = new();
    private readonly Told<BroadcastMessage> _broadcast;
    private readonly Told<SessionMessage> _sessions;
    private ActorRef<DirectoryMessage> _actor = null!; // Set before each test.

    public DirectoryActorTests() => (_store, _broadcast, _sessions) = (_rig.Open(), new Told<BroadcastMessage>(_host), new Told<SessionMessage>(_host));

    public async Task InitializeAsync()
    {
        await _store.PrepareAsync(default);
        await EnrolAsync(Web1, "web1");
        _actor = _host.Spawn(() => new DirectoryActor(_store, _directory, _authorities, _broadcast.Ref, _sessions.Ref, new CollectingLogger<DirectoryActor>()));
        await Eventually.True(() => _directory.Find(Web1) is not null, "the sensors are read at the start");
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _store.DisposeAsync();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Streams_of_a_revoked_sensor_end_and_its_session_is_forgotten()
    {
        await _store.RevokeSensorAsync(Web1, Now, default);
        _actor.Tell(new ReadSensors());

        Assert.Equal(new EndStreams(Web1, "it is revoked"), await _broadcast.NextAsync());
        Assert.Equal(new Forget(Web1), await _sessions.NextAsync());
        Assert.Equal(Now, _directory.Find(Web1)!.RevokedAt);
    }

    [Fact]
    public async Task Streams_of_a_sensor_with_other_labels_end_and_its_session_goes_on()
    {
        await EnrolAsync(Web2, "web2");
        await _store.SetLabelsAsync(Web1, new Dictionary<string, string> { ["env"] = "prod" }, default);
        _actor.Tell(new ReadSensors());

        Assert.Equal(new EndStreams(Web1, "its labels are others now"), await _broadcast.NextAsync());
        Assert.Equal("prod", _directory.Find(Web1)!.Labels["env"]);
        Assert.NotNull(_directory.Find(Web2));
        Assert.Empty(await _broadcast.AllAsync(new PingStreams()));
        Assert.Empty(await _sessions.AllAsync(new SaveSessions()));
    }

    [Fact]
    public async Task Sensor_that_was_enrolled_and_revoked_between_two_looks_loses_its_streams_too()
    {
        await EnrolAsync(Web2, "web2");
        await _store.RevokeSensorAsync(Web2, Now, default);
        _actor.Tell(new ReadSensors());

        Assert.Equal(new EndStreams(Web2, "it is revoked"), await _broadcast.NextAsync());
        Assert.Equal(new Forget(Web2), await _sessions.NextAsync());
    }

    [Fact]
    public async Task Revocation_that_no_news_tells_of_ends_the_streams_within_a_second()
    {
        await _store.RevokeSensorAsync(Web1, Now, default);

        _host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new EndStreams(Web1, "it is revoked"), await _broadcast.NextAsync());
        Assert.Equal(new Forget(Web1), await _sessions.NextAsync());
    }

    [Fact]
    public async Task Lost_news_is_made_up_for_within_five_seconds()
    {
        await _store.SetLabelsAsync(Web1, new Dictionary<string, string> { ["env"] = "prod" }, default);

        _host.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new EndStreams(Web1, "its labels are others now"), await _broadcast.NextAsync());
    }

    [Fact]
    public async Task Other_authorities_end_every_stream_so_that_each_sensor_hears_of_them()
    {
        var before = _authorities.Signing.Fingerprint;
        using var next = CertificateAuthority.Create(Now.AddDays(1));
        await _store.SaveAuthorityAsync(new AuthorityRow(next.Fingerprint, next.CertificatePem, next.ExportKeyPem(), Now.AddDays(1), Issues: true), default);
        await _store.SaveAuthorityAsync((await _store.ListAuthoritiesAsync(default)).Single(row => row.Fingerprint == before) with { Issues = false }, default);
        _actor.Tell(new ReadSensors());

        Assert.Equal(new EndStreams(Web1, "the authorities are others now"), await _broadcast.NextAsync());
        Assert.Equal((next.Fingerprint, before), (_authorities.Signing.Fingerprint, _authorities.Listening.Fingerprint));
        Assert.Equal(2, _authorities.Trusted.Authorities.Count);
    }

    private DateTimeOffset Now => _host.Time.GetUtcNow();

    private async Task EnrolAsync(SensorId id, string name)
    {
        await _store.AddTokenAsync(new TokenRow { Id = name, Hash = name, UsesLeft = 1, CreatedAt = Now, ExpiresAt = Now.AddDays(1), CreatedBy = "ann" }, default);
        await _store.EnrolAsync(new Enrolling(name, id, name, Now), default);
    }
}
