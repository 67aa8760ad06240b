using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Lists;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Store.Sql;
using PortSentry.Coordinator.Store.Sqlite;
using PortSentry.Coordinator.Tests.Ingest;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Pki;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests;

/// <summary>A coordinator of one member over SQLite, wired as the service wires it, which a test reaches into; it listens on the loopback.</summary>
internal sealed class CoordinatorRig : IAsyncDisposable
{
    public const int Burst = 50;

    public static readonly Caller Ann = Caller.AtSocket("ann");

    private const int Messages = 1024;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly LocalCluster _cluster;
    private readonly Supervisor _supervisor;
    private readonly ListFetcher _fetcher;
    private WebApplication _listener = null!; // Set by StartAsync.

    private CoordinatorRig()
    {
        _database = new SqliteDatabase(_folder.Name);
        (Store, _cluster, _supervisor) = (new SqlStore(_database), new LocalCluster(new LocalElection(_database, Time)), new Supervisor(Time, NullLogger<Supervisor>.Instance));
        _fetcher = new ListFetcher(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), Time);
        AuthorityDesk = new AuthorityDesk(Store, Authorities, _cluster, Time);
        Accounts = new SqlAccountStore(_database);
        Bouncers = new SqlBouncerStore(_database);
        AccountDesk = new AccountDesk(Accounts, Store, "https://console.example.org", Time);
        Changes = new ChangeDesk(Store, _cluster, new TokenDesk(Store, Authorities, Time), AuthorityDesk, AccountDesk, Time) { Bouncers = new BouncerDesk(Bouncers, Store, Time), Notifications = Notifications() };
    }

    /// <summary>One target, which nobody listens at.</summary>
    private NotifyDesk Notifications()
    {
        var target = new NotifyTarget { Name = "hook", Kind = TargetKind.Webhook, Url = new Uri("http://127.0.0.1:9/hidden"), Template = NotifyTemplate.BuiltIn("webhook") };
        var tools = new NotifyTools(Store, new NotifyCounts(), () => new Random(1), one => Senders.Of(one, "c1", Time));
        var actor = _supervisor.Spawn("notify-hook", new Mailbox<TargetMessage>(Messages), () => new TargetActor(target, new NotifyPlace("c1", ""), tools, NullLogger<TargetActor>.Instance));
        return new NotifyDesk([(target, actor)], tools, Time);
    }

    public ShiftedTime Time { get; } = new();

    public IStore Store { get; }

    public FleetWatch Watch { get; } = new();

    public FleetAuthorities Authorities { get; } = new();

    public SensorDirectory Directory { get; } = new();

    public QueryDesk Queries { get; private set; } = null!; // Set by StartAsync.

    public AuthorityDesk AuthorityDesk { get; }

    public ChangeDesk Changes { get; }

    public IAccountStore Accounts { get; }

    public IBouncerStore Bouncers { get; }

    public AccountDesk AccountDesk { get; }

    public static async Task<CoordinatorRig> StartAsync()
    {
        var rig = new CoordinatorRig();
        await rig.Store.PrepareAsync(default);
        await rig.Authorities.ReadAsync(rig.Store, rig.Time.GetUtcNow(), default);
        await rig.StartActorsAsync();
        return rig;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_listener.Urls.First());

    /// <summary>Somebody who talks to the listener, with this certificate or none.</summary>
    public SensorClient Client(X509Certificate2? certificate = null) => new(Url, Authorities.Trusted, Time, certificate);

    /// <summary>Makes a change, which must succeed.</summary>
    public async Task<OperatorAnswer> ChangeAsync(OperatorRequest request)
    {
        var answer = await Changes.CarryOutAsync(request with { Reason = "a test" }, Ann, default).Soon();
        Assert.Null(answer.Error);
        return answer;
    }

    /// <summary>Revokes a sensor, and waits until the directory knows.</summary>
    public async Task RevokeAsync(string name)
    {
        await ChangeAsync(new RevokeSensor(name));
        await Eventually.True(() => Directory.All.Any(sensor => sensor.Name == name && sensor.RevokedAt is not null), "the directory knows");
    }

    /// <summary>A token's text.</summary>
    public async Task<string> TokenAsync(int uses = 1, long seconds = 3600) =>
        (await ChangeAsync(new AddToken(uses, seconds, new Dictionary<string, string> { ["env"] = "test" }))).Token!.Text;

    /// <summary>Enrols a sensor over the listener, and waits until it is in the directory; its certificate with its key.</summary>
    public async Task<X509Certificate2> EnrolAsync(string name)
    {
        var request = SigningRequest.New(name);
        using var stranger = Client();
        var answer = (await stranger.EnrolAsync(await TokenAsync(), name, request.RequestPem)).Read(WireJson.Default.EnrolmentAnswer);
        await Eventually.True(() => Directory.Find(answer.SensorId) is not null, "the sensor is in the directory");
        return X509Certificate2.CreateFromPem(answer.Certificate, request.KeyPem);
    }

    /// <summary>A certificate of the fleet's authority, for a sensor that is not enrolled.</summary>
    public X509Certificate2 Sign(string name, CertificateAuthority? authority = null)
    {
        var request = SigningRequest.New(name);
        var signed = Assert.IsType<RequestSigned>((authority ?? Authorities.Signing).Sign(request.RequestPem, SensorId.New(), name, Time.GetUtcNow()));
        return X509Certificate2.CreateFromPem(signed.CertificatePem, request.KeyPem);
    }

    public async ValueTask DisposeAsync()
    {
        await _supervisor.StopAsync(StopPatience);
        await _listener.DisposeAsync();
        await _cluster.DisposeAsync();
        _supervisor.Dispose();
        _fetcher.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartActorsAsync()
    {
        var begin = (await Store.LoadBookAsync(default)).Position;
        var broadcast = Spawn<BroadcastMessage>("broadcast", () => new BroadcastActor(Store, begin, NullLogger<BroadcastActor>.Instance));
        var snapshots = Spawn<SnapshotMessage>("snapshot", () => new SnapshotActor(Store, broadcast));
        var books = new BookWatch(snapshots, broadcast, NullLogger<BookWatch>.Instance);
        var spread = Spawn<SpreadMessage>("spread", () => new SpreadActor(broadcast));
        var book = Spawn<BookMessage>("book", () => new BookActor(Store));
        Spawn<WatchMessage>("watch", () => new WatchActor(Store, book, spread, Watch, NullLogger<WatchActor>.Instance));
        Queries = new QueryDesk(Store, Watch, book, Time);
        var sessions = Spawn<SessionMessage>("session", () => new SessionActor(new SessionSettings("c1", 1, Burst), Store, _cluster, books, spread, NullLogger<SessionActor>.Instance));
        var directory = Spawn<DirectoryMessage>("directory", () => new DirectoryActor(Store, Directory, Authorities, broadcast, sessions, NullLogger<DirectoryActor>.Instance));
        var leader = Spawn<LeaderMessage>("leader", () => new LeaderActor(_cluster, new Suspects(), NullLogger<LeaderActor>.Instance));
        Spawn<ListMessage>("lists", () => new ListActor(Store, leader, _fetcher, new Random(1), NullLogger<ListActor>.Instance));
        await _cluster.StartAsync(new NewsDesk(leader, broadcast, directory), default);
        var gate = new LinkGate(Directory, Authorities, Store, new RefusalLog(Time, NullLogger<RefusalLog>.Instance), Time);
        _listener = await new SensorListener(
            new EnrolEndpoint(gate, Authorities, Store, _cluster, Time, NullLogger<EnrolEndpoint>.Instance),
            new ReportEndpoint(gate, new ReportDesk(Store, _cluster, sessions, Time)),
            new StreamEndpoint(gate, new StreamDesk(gate, broadcast, snapshots, sessions, Time, NullLogger<StreamDesk>.Instance)),
            new ListenerCertificate(Authorities, "c1", ["127.0.0.1"], Time)).StartAsync(new IPEndPoint(IPAddress.Loopback, 0), NullLoggerProvider.Instance, default);
    }

    private ActorRef<T> Spawn<T>(string name, Func<Actor<T>> factory) => _supervisor.Spawn(name, new Mailbox<T>(Messages), factory);
}
