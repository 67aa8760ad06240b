using System.Net;
using System.Security.Cryptography;
using PortSentry.Coordinator.Accounts;
using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Bouncers;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Cluster;
using PortSentry.Coordinator.Config;
using PortSentry.Coordinator.Console;
using PortSentry.Coordinator.Decide;
using PortSentry.Coordinator.Ingest;
using PortSentry.Coordinator.Lists;
using PortSentry.Coordinator.Metrics;
using PortSentry.Coordinator.Notify;
using PortSentry.Coordinator.Store;
using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Orders;
using PortSentry.Shared.Running;

namespace PortSentry.Coordinator;

/// <summary>The running coordinator: starts the actors in the order in which they need each other, then the cluster, then the listeners; stops them in the reverse order.</summary>
internal sealed partial class CoordinatorService : IAsyncDisposable
{
    private const int ControlMessages = 4096;
    private const int SensorMessages = 65536;
    private const int SignInMessages = 32;
    private const int ListMessages = 16;
    private static readonly TimeSpan ListPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ListConnectPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StorePause = TimeSpan.FromSeconds(1);

    private readonly CoordinatorOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILoggerProvider _log;
    private readonly ILogger<CoordinatorService> _logger;
    private readonly Supervisor _supervisor;
    private readonly IStore _store;
    private readonly IAccountStore _accounts;
    private readonly IBouncerStore _bouncers;
    private readonly ICoordinatorCluster _cluster;
    private readonly FleetAuthorities _authorities = new();
    private readonly FleetWatch _watch = new();
    private readonly RequestCounts _requests = new();
    private readonly NotifyCounts _notified = new();
    private readonly ListFetcher _fetcher;
    private readonly List<WebApplication> _listeners = [];
    private OrderPosition _begin;
    private (long Decision, long Change) _newsBegin;

    private CoordinatorService(CoordinatorOptions options, TimeProvider time, ILoggerFactory loggers, ILoggerProvider log)
    {
        (_options, _time, _loggers, _log) = (options, time, loggers, log);
        (_logger, _supervisor) = (loggers.CreateLogger<CoordinatorService>(), new Supervisor(time, loggers.CreateLogger<Supervisor>()));
        (_store, _accounts, _bouncers, _cluster) = Stores.Open(options, time, loggers);
        _fetcher = new ListFetcher(ListConnectPatience, ListPatience, time);
    }

    private IReadOnlyList<string> Hosts => _options.SensorsAdvertise.Count > 0
        ? _options.SensorsAdvertise
        : [Dns.GetHostName(), .. OwnAddresses.Read().Select(address => address.ToString())];

    // Who tries it out has a sensor, or a browser, on the same host.
    private IReadOnlyList<string> HostsAndLoopback => [.. Hosts, "localhost", IPAddress.Loopback.ToString(), IPAddress.IPv6Loopback.ToString()];

    private string ConsoleUrl => _options.ConsoleUrl.Length > 0 ? _options.ConsoleUrl : $"https://{_options.ConsoleListen}";

    /// <summary>Where sensors reach it.</summary>
    public string Url => $"https://{(IPAddress.TryParse(Hosts[0], out var address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : Hosts[0])}:{_options.SensorsListen.Port}";

    /// <summary>Starts all, once the store is there.</summary>
    public static async Task<CoordinatorService> StartAsync(CoordinatorOptions options, TimeProvider time, ILoggerFactory loggers, ILoggerProvider log, CancellationToken cancel)
    {
        var service = new CoordinatorService(options, time, loggers, log);
        try
        {
            await service.PrepareStoreAsync(cancel).ConfigureAwait(false);
            await service.StartActorsAsync(cancel).ConfigureAwait(false);
            return service;
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gives the service manager its beats from now on, where it wants any: as long as those go on with their work whom sensors and orders wait for.</summary>
    public void BeatFor(ServiceManager manager) => WatchdogActor.Start(_supervisor, manager, Vital, Log<WatchdogActor>());

    /// <summary>Stops in order: what was accepted is durable.</summary>
    public async ValueTask DisposeAsync()
    {
        // The streams end with their broadcaster; a listener would wait for them.
        await _supervisor.StopAsync(StopPatience).ConfigureAwait(false);
        _listeners.Reverse();
        foreach (var listener in _listeners)
            await listener.DisposeAsync().ConfigureAwait(false);
        await _cluster.DisposeAsync().ConfigureAwait(false);
        _supervisor.Dispose();
        _fetcher.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A database that is away when the host boots comes later.</summary>
    private async Task PrepareStoreAsync(CancellationToken cancel)
    {
        using var pause = new PeriodicTimer(StorePause, _time);
        var isTold = false;
        while (!await TryPrepareAsync(isTold, cancel).ConfigureAwait(false))
        {
            isTold = true;
            await pause.WaitForNextTickAsync(cancel).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryPrepareAsync(bool isTold, CancellationToken cancel)
    {
        try
        {
            await _store.PrepareAsync(cancel).ConfigureAwait(false);
            await _authorities.ReadAsync(_store, _time.GetUtcNow(), cancel).ConfigureAwait(false);
            _begin = (await _store.LoadBookAsync(cancel).ConfigureAwait(false)).Position;
            _newsBegin = await NewsReader.FindHeadsAsync(_store, cancel).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException failure)
        {
            if (!isTold)
                LogStoreAway(failure.Message);
            return false;
        }
    }

    private async Task StartActorsAsync(CancellationToken cancel)
    {
        var broadcast = _supervisor.Spawn("broadcast", new Mailbox<BroadcastMessage>(SensorMessages), () => new BroadcastActor(_store, _begin, Log<BroadcastActor>()));
        var snapshots = _supervisor.Spawn("snapshot", new Mailbox<SnapshotMessage>(SensorMessages), () => new SnapshotActor(_store, broadcast));
        var settings = new SessionSettings(_options.Name, _options.ReportsPerSecond, _options.ReportsBurst);
        var books = new BookWatch(snapshots, broadcast, Log<BookWatch>());
        var spread = _supervisor.Spawn("spread", new Mailbox<SpreadMessage>(SensorMessages), () => new SpreadActor(broadcast));
        var sessions = _supervisor.Spawn("session", new Mailbox<SessionMessage>(SensorMessages), () => new SessionActor(settings, _store, _cluster, books, spread, Log<SessionActor>()));
        var directory = new SensorDirectory();
        var directories = _supervisor.Spawn("directory", new Mailbox<DirectoryMessage>(ControlMessages), () => new DirectoryActor(_store, directory, _authorities, broadcast, sessions, Log<DirectoryActor>()));
        var suspects = new Suspects();
        var leader = _supervisor.Spawn("leader", new Mailbox<LeaderMessage>(ControlMessages), () => new LeaderActor(_cluster, suspects, Log<LeaderActor>()), suspects.Failed);
        _supervisor.Spawn("member", new Mailbox<MemberMessage>(ControlMessages), () => new MemberActor(Self(), _options.Retention, _store, leader, broadcast, OwnAddresses.Read, Log<MemberActor>()));
        _supervisor.Spawn("lists", new Mailbox<ListMessage>(ListMessages), () => new ListActor(_store, leader, _fetcher, Chance(), Log<ListActor>()));

        var book = _supervisor.Spawn("book", new Mailbox<BookMessage>(ControlMessages), () => new BookActor(_store));
        _supervisor.Spawn("watch", new Mailbox<WatchMessage>(ControlMessages), () => new WatchActor(_store, book, spread, _watch, Log<WatchActor>()));
        var notifications = NotifyService.Start(_supervisor, _options.Notify, new NotifyPlace(_options.Name, _options.ConsoleUrl), new NotifyTools(_store, _notified, Chance, target => Senders.Of(target, _options.Name, _time)) { Begin = _newsBegin }, (leader, _watch, _time, _loggers));
        await _cluster.StartAsync(new NewsDesk(leader, broadcast, directories), cancel).ConfigureAwait(false);
        var gate = new LinkGate(directory, _authorities, _store, new RefusalLog(_time, Log<RefusalLog>()), _time);
        var (reports, streams) = (new ReportDesk(_store, _cluster, sessions, _time), new StreamDesk(gate, broadcast, snapshots, sessions, _time, Log<StreamDesk>()));
        var certificate = new ListenerCertificate(_authorities, _options.Name, HostsAndLoopback, _time);
        _listeners.Add(await new SensorListener(
            new EnrolEndpoint(gate, _authorities, _store, _cluster, _time, Log<EnrolEndpoint>()),
            new ReportEndpoint(gate, reports),
            new StreamEndpoint(gate, streams),
            certificate)
        { Requests = _requests }.StartAsync(_options.SensorsListen, _log, cancel).ConfigureAwait(false));
        if (_cluster is ILinkEngine engine)
            await engine.ServeAsync(new LinkServices(gate, reports, streams, broadcast, certificate, _authorities), cancel).ConfigureAwait(false);
        var authorities = new AuthorityDesk(_store, _authorities, _cluster, _time);
        var accounts = new AccountDesk(_accounts, _store, ConsoleUrl, _time);
        var changes = new ChangeDesk(_store, _cluster, new TokenDesk(_store, _authorities, _time), authorities, accounts, _time) { Bouncers = new BouncerDesk(_bouncers, _store, _time), Notifications = notifications };
        var queries = new QueryDesk(_store, _watch, book, _time);
        var api = new ApiEndpoints(queries, changes, authorities, accounts);
        _listeners.Add(await new OperatorListener(api) { Requests = _requests }.StartAsync(_options.ControlSocket, _log, cancel).ConfigureAwait(false));
        var metrics = new MetricsDesk(_watch, spread, sessions, _time) { Requests = _requests, Supervisor = _supervisor, Notified = _notified };
        if (_options.MetricsListen is { } metricsEndPoint)
            _listeners.Add(await new MetricsServer(metrics).StartAsync(metricsEndPoint, _log, cancel).ConfigureAwait(false));
        if (_options.CrowdsecListen is { } bouncersEndPoint)
            await ListenForBouncersAsync(bouncersEndPoint, queries, cancel).ConfigureAwait(false);
        if (_options.ConsoleListen is { } endPoint)
        {
            var known = SpawnSessionDesk();
            await StartConsoleAsync(endPoint, api, new ConsoleDesks(queries, changes, _watch, accounts, known, new OwnAccountDesk(_accounts, _store, known, _time)), cancel).ConfigureAwait(false);
        }
    }

    private async Task StartConsoleAsync(IPEndPoint endPoint, ApiEndpoints api, ConsoleDesks desks, CancellationToken cancel)
    {
        var certificate = new ConsoleCertificate(_options.ConsoleCertificate, _options.ConsoleKey, new ListenerCertificate(_authorities, _options.Name, HostsAndLoopback, _time));
        _listeners.Add(await new ConsoleListener(new ConsoleSettings(endPoint, _options.ConsoleTrustedProxies), desks, api, certificate) { Requests = _requests }.StartAsync(_log, cancel).ConfigureAwait(false));
        if (await desks.Accounts.FirstLinkAsync(cancel).ConfigureAwait(false) is { } link)
            LogFirstLink(link);
    }

    private SessionDesk SpawnSessionDesk()
    {
        var budget = new LoginBudget();
        return new SessionDesk(_accounts, _supervisor.Spawn("sign-in", new Mailbox<SignInMessage>(SignInMessages), () => new SignInActor(_accounts, _store.AuditAsync, budget, Log<SignInActor>())), _time);
    }

    private async Task ListenForBouncersAsync(IPEndPoint endPoint, QueryDesk queries, CancellationToken cancel)
    {
        var bouncers = _supervisor.Spawn("bouncers", new Mailbox<BouncerMessage>(ControlMessages), () => new BouncerActor(_store, _bouncers, queries, Log<BouncerActor>()));
        _listeners.Add(await new BouncerListener(new BouncerEndpoints(bouncers, _bouncers, queries, _time)) { Requests = _requests }.StartAsync(endPoint, _log, cancel).ConfigureAwait(false));
    }

    private IEnumerable<IWorker> Vital() =>
        _supervisor.Workers.Where(worker => worker.Name is "leader" or "broadcast" or "session" or "directory");

    private MemberRow Self()
    {
        var now = _time.GetUtcNow();
        return new MemberRow { Name = _options.Name, Url = Url, Version = ProductVersion.Text, StartedAt = now, SeenAt = now };
    }

    private static Random Chance() => new(RandomNumberGenerator.GetInt32(int.MaxValue));

    private ILogger<T> Log<T>() => _loggers.CreateLogger<T>();

    [LoggerMessage(3901, LogLevel.Information, "Nobody can sign in to the console yet. Whoever opens this link first, within 24 hours, becomes its administrator: {Link}")]
    private partial void LogFirstLink(string link);

    [LoggerMessage(3900, LogLevel.Warning, "The database is away, and nothing is served until it is there: {Problem}")]
    private partial void LogStoreAway(string problem);
}
