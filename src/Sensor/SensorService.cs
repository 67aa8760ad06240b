using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Block;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Cli;
using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Sensor.Host;
using PortSentry.Sensor.Metrics;
using PortSentry.Sensor.Report;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.Shared.Running;

namespace PortSentry.Sensor;

/// <summary>The running sensor: starts the actors in the order in which they need each other, and stops them in the reverse order.</summary>
internal sealed partial class SensorService : IAsyncDisposable
{
    private const int ControlMessages = 4096;
    private const int WaitingBlocks = 65536;
    private const int WaitingReports = 16384;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly StartOptions _start;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<SensorService> _logger;
    private readonly Supervisor _supervisor;
    private readonly List<IDisposable> _owned = [];
    private readonly NameThreads _names = new();
    private readonly TaskCompletionSource<HostView> _firstView = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostView? _view;
    private Modes? _modes;
    private Blockers? _blockers;
    private ActorRef<CommandMessage>? _commands;
    private FleetMembership? _fleet;
    private MetricsService? _metrics;

    private SensorService(StartOptions start, TimeProvider time, ILoggerFactory loggers)
    {
        (_start, _time, _loggers) = (start, time, loggers);
        (_logger, _supervisor, Options) = (loggers.CreateLogger<SensorService>(), new Supervisor(time, loggers.CreateLogger<Supervisor>()), start.Options);
        (Since, Watching) = (time.GetUtcNow(), start.Modes);
    }

    /// <summary>The configuration in use.</summary>
    public SensorOptions Options { get; private set; }

    /// <summary>What it was started with.</summary>
    public StartOptions Start => _start;

    /// <summary>The modes that watch: those it was started with, and those that have joined.</summary>
    public IReadOnlyList<ProtocolMode> Watching { get; private set; }

    /// <summary>Since when it runs.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The modes at work.</summary>
    public Modes Modes => _modes!;

    /// <summary>The owner of the block list.</summary>
    public ActorRef<BlockCommand> Blocks { get; private set; } = null!;

    /// <summary>The writer of the durable block list.</summary>
    public ActorRef<JournalCommand> Journal { get; private set; } = null!;

    /// <summary>The owner of log files and sockets.</summary>
    public ActorRef<ReportEvent> Reports { get; private set; } = null!;

    /// <summary>The follower of the host.</summary>
    public ActorRef<HostMessage> Host { get; private set; } = null!;

    /// <summary>The blockers at work.</summary>
    public Blockers Blockers => _blockers!;

    /// <summary>Whom alarms are answered by.</summary>
    public ResponseDesk Responses { get; private set; } = null!;

    /// <summary>This sensor's part in a fleet; null for none.</summary>
    public FleetService? Fleet => _fleet?.Service;

    /// <summary>Those who started the actors.</summary>
    public IEnumerable<Supervisor> Supervisors => Fleet is { } fleet ? [_supervisor, fleet.Supervisor] : [_supervisor];

    /// <summary>Starts all; throws StartException with a sentence for the operator when it cannot.</summary>
    public static async Task<SensorService> StartAsync(StartOptions start, TimeProvider time, ILoggerFactory loggers)
    {
        var service = new SensorService(start, time, loggers);
        try
        {
            await service.StartActors().ConfigureAwait(false);
            return service;
        }
        catch (Exception failure)
        {
            await service.DisposeAsync().ConfigureAwait(false);
            // What nobody foresaw keeps its stack trace; what the system refused is said in its own words.
            if (failure is IOException or UnauthorizedAccessException)
                throw new StartException(ExitCode.Failed, failure.Message, failure);
            throw;
        }
    }

    /// <summary>Gives the service manager its beats from now on, where it wants any: as long as host, block list and detectors go on with their work.</summary>
    public void BeatFor(ServiceManager manager) => WatchdogActor.Start(_supervisor, manager, Vital, Log<WatchdogActor>());

    /// <summary>Uses another configuration from now on; says which keys wait for the next start.</summary>
    public IReadOnlyList<string> Use(SensorOptions options)
    {
        var waiting = RestartKeys.Changed(_start.Options, options);
        Options = options with { StateDir = Options.StateDir, ControlSocket = Options.ControlSocket, IPv6Prefix = Options.IPv6Prefix };
        // Before the host is looked at anew: the filter that follows is made by these options.
        Modes.Use(Options);
        Host.Tell(new UseOptions(Options));
        Blocks.Tell(new UsePolicy(Options.BlockPolicy));
        _fleet!.Follow(Options);
        _metrics!.Follow(Options);
        return waiting;
    }

    /// <summary>Has these blockers carry out the coordinator's orders from now on, or those of ORDER_BLOCKER where none is given. One call at a time.</summary>
    public void CarryOutBy(IReadOnlyList<string> names)
    {
        if (Blockers.CarryOutBy(names) is { } team)
            Blocks.Tell(new UseBlockers(team));
    }

    /// <summary>Watches by one more mode from now on, of the protocol that has none; throws StartException when that cannot be, and then all is as before. One call at a time.</summary>
    public async Task JoinAsync(ProtocolMode mode, CancellationToken cancel)
    {
        Missing.RequireCapabilities([mode], Options);
        Missing.RequireSocketList([mode]);
        try
        {
            var view = new TaskCompletionSource<HostView>(TaskCreationOptions.RunContinuationsAsynchronously);
            Host.Tell(new WatchMode(mode, view));
            var seen = await view.Task.WaitAsync(cancel).ConfigureAwait(false);
            await Rehearsal.RunAsync([mode], Options, _time).ConfigureAwait(false);
            Modes.Add([mode], seen);
            Watching = [.. Watching, mode];
        }
        finally
        {
            if (!Watching.Contains(mode))
                Host.Tell(new UnwatchMode(mode));
        }

        foreach (var line in StartNotices.Of(mode, Options))
            Reports.Tell(new AdminNotice(line));
        if (EventWriters.BlockedFile(Options, mode, _time) is { } blocked)
            Reports.Tell(new UseWriter(blocked));
        Blocks.Tell(new TellBlocked(targets => Modes.Tell(new TargetsBlocked(targets))));
        Host.Tell(new TellAgain());
        Reports.Tell(new AdminNotice("adminalert: PortSentry is now active and listening."));
        Fleet?.SendStatus();
    }

    /// <summary>Stops in order; blocks stay in force.</summary>
    public async ValueTask DisposeAsync()
    {
        _modes?.Stop();
        if (_fleet is not null)
            await _fleet.DisposeAsync().ConfigureAwait(false);
        await _supervisor.StopAsync(StopPatience).ConfigureAwait(false);
        _supervisor.Dispose();
        _modes?.Dispose();
        _names.Dispose();
        _owned.Reverse();
        foreach (var owned in _owned)
            owned.Dispose();
    }

    private async Task StartActors()
    {
        Missing.RequireCapabilities(_start.Modes, Options);
        foreach (var held in SoleOwner.Hold(Options.StateDir, Log<HostLock>()))
            Own(held);
        Reports = StartReporting();
        foreach (var line in StartNotices.Of(_start))
            Reports.Tell(new AdminNotice(line));

        Missing.RequireSocketList(_start.Modes);
        var names = _supervisor.Spawn(
            "ignored-names",
            new Mailbox<IgnoredNamesMessage>(ControlMessages),
            () => new IgnoredNamesActor(_names.TryAskAddresses, networks => Host?.Tell(new IgnoredNamesFound(networks)), Log<IgnoredNamesActor>()));
        Host = _supervisor.Spawn(
            "host",
            new Mailbox<HostMessage>(ControlMessages),
            () => new HostActor(Options, Watching, new LinuxHost(_time), Changed, ignored => names.Tell(new UseIgnoredNames(ignored)), Log<HostActor>()) { Fleet = _fleet?.Protection ?? FleetProtection.None },
            failure => _firstView.TrySetException(new StartException(ExitCode.Failed, $"this host cannot be looked at: {failure.Message}", failure)));
        Own(NetlinkWatch.OfAddresses(AddressesChange, _time, Log<NetlinkWatch>()));
        await _firstView.Task.ConfigureAwait(false);
        await StartBlocking().ConfigureAwait(false);
        await Rehearsal.RunAsync(_start.Modes, Options, _time).ConfigureAwait(false);
        StartDetecting();
        _fleet = new FleetMembership(this, _time, _loggers);
        _fleet.Follow(Options);
        _metrics = new MetricsService(this, _supervisor, _time, _loggers);
        Reports.Tell(new AdminNotice("adminalert: PortSentry is now active and listening."));
    }

    /// <summary>The writers, and before them whoever makes events whole where the lines say more than is known at once.</summary>
    private ActorRef<ReportEvent> StartReporting()
    {
        var writers = _supervisor.Spawn("report", new Mailbox<ReportEvent>(WaitingReports), () => new ReportActor(EventWriters.Make(_start with { Modes = Watching }, _time), Log<ReportActor>()));
        if (!SettlingActor.IsNeeded(_start))
            return writers;

        Func<Address, Action<string?>, bool>? ask = _start.Options.ResolveHost ? _names.TryAskName : null;
        return _supervisor.Spawn("settle", new Mailbox<ReportEvent>(WaitingReports), () => new SettlingActor(happening => writers.Tell(happening), ask, SettlingActor.SaysOutcomes(_start)));
    }

    private async Task StartBlocking()
    {
        var path = Path.Combine(Options.StateDir, BlockJournal.FileName);
        // What a lane misses it gets whole a little later: telling it all at once would only fill its mailbox again.
        var blockers = _blockers = Own(new Blockers(Options, _supervisor, new BlockerEars(taken => Blocks.Tell(taken), () => Blocks?.Tell(new TellLanesSoon())), _time, _loggers));
        // Watched from here on: what others change while we make ours equal is not missed.
        var transactions = new NftTransactions(NftablesBlocker.Table, blockers.IsOthers, FirewallChanged);
        Own(NetlinkWatch.OfFirewall(transactions, FirewallPerhapsChanged, _time, Log<NetlinkWatch>()));
        Journal = _supervisor.Spawn("journal", new Mailbox<JournalCommand>(WaitingBlocks), () => new JournalActor(path, AskForJournal, Log<JournalActor>()));
        var shelf = new BookShelf(path, _time, Log<BookShelf>());
        var book = Restored();
        await Missing.ExplainedAsync(async () => LogStrangers(await blockers.HoldAsync([.. book.Blocks], _time.GetUtcNow()).ConfigureAwait(false))).ConfigureAwait(false);

        var sockets = Own(new KernelSockets());
        // A restarted actor begins with what the journal knows, and makes the firewall equal to that.
        var first = book;
        Blocks = _supervisor.Spawn(
            "block",
            new Mailbox<BlockCommand>(WaitingBlocks),
            () => new BlockActor(Interlocked.Exchange(ref first, null) ?? Restored(), blockers.Team, Journal, sockets.ListPeers, Tell, Log<BlockActor>()),
            _ => BlocksBeginAnew());
        Blocks.Tell(new RewriteJournal());
        StartAnswering();

        BlockBook Restored() => shelf.Load(Options.BlockPolicy, _view!.Protection);
    }

    private void StartAnswering()
    {
        if (Options.KillRunCmd is { } template)
        {
            var runner = new CommandRunner(Toolbox.OfHost, _time, Log<CommandRunner>());
            _commands = _supervisor.Spawn("command-runner", new Mailbox<CommandMessage>(ControlMessages), () => new CommandActor(
                template, runner, command => Blocks.Tell(command), (alarm, words) => Tell(new ExternalCommandRun(alarm, words)), Log<CommandActor>()));
        }

        Responses = new ResponseDesk(Blocks, _commands, Options.KillRunCmdFirst);
    }

    /// <summary>Those without whom nothing is seen or blocked. Others wait for disks, names and commands of other people, which a restart would not mend.</summary>
    private IEnumerable<IWorker> Vital() =>
        _supervisor.Workers.Where(worker => worker == Host || worker == Blocks || Watching.Any(mode => mode.Name() == worker.Name));

    private void AskForJournal() => Blocks.Tell(new RewriteJournal());

    /// <summary>The block list was read anew: firewall and detector are made equal to it.</summary>
    private void BlocksBeginAnew()
    {
        Blocks.Tell(new RestoreFirewall(RestoreCause.Ours));
        Blocks.Tell(new TellBlocked(targets => _modes?.Tell(new BlockListReplaced(targets))));
    }

    private void StartDetecting()
    {
        _modes = new Modes(Options, _view!, new DetectorLinks(Responses, Tell, Host), _supervisor, _time, _loggers);
        _modes.Add(_start.Modes, _view!);
        Blocks.Tell(new TellBlocked(targets => Modes.Tell(new TargetsBlocked(targets))));
        // The host may have changed while all this was made.
        Host.Tell(new TellAgain());
        _supervisor.Spawn("losses", new Mailbox<CheckLosses>(1), () => new LossWatchActor(Modes.GetCounts, Log<LossWatchActor>()));
    }

    private void Changed(HostView view)
    {
        _view = view;
        if (_firstView.TrySetResult(view) || _modes is null)
            return;

        Blocks.Tell(new UseProtection(view.Protection));
        _modes.Watch(view);
        Fleet?.SendStatus();
    }

    private void Tell(IReadOnlyList<BlockEvent> changes)
    {
        foreach (var change in changes)
            Tell(new BlockListChanged(change));

        Responses?.Follow(changes.OfType<SourceBlocked>());
        List<Cidr> blocked = [.. changes.OfType<SourceBlocked>().Select(change => change.Block.Target)];
        List<Cidr> freed = [.. changes.OfType<SourceFreed>().Select(change => change.Block.Target)];
        if (blocked.Count > 0)
            _modes?.Tell(new TargetsBlocked(blocked));
        if (freed.Count > 0)
            _modes?.Tell(new TargetsFreed(freed));
    }

    private void Tell(ReportEvent happening)
    {
        Reports.Tell(happening);
        Fleet?.Evidence.Tell(happening);
    }

    private void AddressesChange()
    {
        Host.Tell(new AddressesChanged());
        _blockers?.Look();
    }

    private void FirewallChanged(bool touchedOurs)
    {
        Host.Tell(new NatRulesChanged());
        _blockers?.Look();
        if (touchedOurs)
            Blocks?.Tell(new RestoreFirewall(RestoreCause.Others));
    }

    private void FirewallPerhapsChanged()
    {
        Host.Tell(new NatRulesChanged());
        _blockers?.Look();
        Blocks?.Tell(new RestoreFirewall(RestoreCause.Doubt));
    }

    private ILogger<T> Log<T>() => _loggers.CreateLogger<T>();

    private T Own<T>(T resource)
        where T : IDisposable
    {
        _owned.Add(resource);
        return resource;
    }

    private void LogStrangers(IReadOnlyList<string> strangers)
    {
        if (strangers.Count > 0)
            LogRemoved(string.Join(", ", strangers));
    }

    [LoggerMessage(9001, LogLevel.Warning, "Our firewall table held addresses that are not on the block list; they are removed: {Strangers}")]
    private partial void LogRemoved(string strangers);
}
