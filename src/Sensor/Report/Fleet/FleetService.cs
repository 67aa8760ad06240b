using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>This sensor's part in a fleet, at work: gathers and keeps reports, delivers them, follows the orders and has them carried out.</summary>
internal sealed class FleetService : IAsyncDisposable
{
    /// <summary>The folder of the outbox within the state directory.</summary>
    public const string OutboxFolder = "outbox";

    private const int WaitingEvents = 16_384;
    private const int WaitingReports = 16_384;
    private const int WaitingOrders = 256;
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    private readonly FleetStart _start;
    private readonly ICoordinatorLink _link;
    private readonly Supervisor _supervisor;
    private readonly FleetActors _actors;
    private readonly ReportSender _sender;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Starts it over a link, which says what addresses it connects to.</summary>
    public FleetService(FleetStart start, Func<Action<string, IReadOnlyList<Address>>, ICoordinatorLink> linkOf, ILinkIdentity identity, TimeProvider time, ILoggerFactory loggers)
    {
        _start = start;
        _supervisor = new Supervisor(time, loggers.CreateLogger<Supervisor>());
        _actors = Spawn(loggers);
        Evidence = _supervisor.Spawn("evidence", new Mailbox<ReportEvent>(WaitingEvents), () => new EvidenceActor(_actors.Outbox, start.ScanWindow, start.IsSettling));
        _link = linkOf(Protect);
        _sender = new ReportSender(_link, _actors, StatusAsync, Chance(), time, loggers.CreateLogger<ReportSender>());
        var follower = new OrderFollower(_link, identity, _actors, ConnectedAsync, Chance(), time);
        foreach (var member in start.Members)
        {
            if (Address.TryParse(member.IdnHost, out var address))
                Protect(member.IdnHost, [address]);
        }

        Run("sender", _sender.RunAsync);
        Run("follower", follower.RunAsync);
    }

    /// <summary>Who makes reports of events.</summary>
    public ActorRef<ReportEvent> Evidence { get; }

    /// <summary>Who started its actors.</summary>
    public Supervisor Supervisor => _supervisor;

    /// <summary>What it was started with.</summary>
    public FleetStart Start => _start;

    /// <summary>Keeps a report and delivers it.</summary>
    public void Report(SensorReport report) => _actors.Outbox.Tell(new KeepReport(report));

    /// <summary>The sensor has changed: tells how it is now.</summary>
    public void SendStatus() => _sender.SendStatus();

    /// <summary>How the link is, how full the outbox, and up to where the orders are held.</summary>
    public async Task<(LinkState Link, OutboxCounts Outbox, OrderPosition? Position)> GetStateAsync(CancellationToken cancel)
    {
        var link = new TaskCompletionSource<LinkState>(TaskCreationOptions.RunContinuationsAsynchronously);
        var position = new TaskCompletionSource<OrderPosition?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actors.Watch.Tell(new GetLinkState(link));
        _actors.Orders.Tell(new GetPosition(position));
        var counts = await CountsAsync(cancel).ConfigureAwait(false);
        return (await link.Task.WaitAsync(cancel).ConfigureAwait(false), counts, await position.Task.WaitAsync(cancel).ConfigureAwait(false));
    }

    /// <summary>Ends the link, then the actors; what is not delivered stays in the outbox.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _supervisor.StopAsync(StopPatience).ConfigureAwait(false);
        await _link.DisposeAsync().ConfigureAwait(false);
        _supervisor.Dispose();
        _stopping.Dispose();
    }

    private FleetActors Spawn(ILoggerFactory loggers)
    {
        var (folder, kept) = (Path.Combine(_start.StateDir, OutboxFolder), Path.Combine(_start.StateDir, OrdersFile.FileName));
        var outbox = _supervisor.Spawn("outbox", new Mailbox<OutboxMessage>(WaitingReports), () => new OutboxActor(new Outbox(folder, new OutboxLimits()), loggers.CreateLogger<OutboxActor>()));
        var links = new OrdersLinks(_start.Blocks, outbox, _start.Protect) { CarryOutBy = _start.CarryOutBy };
        var orders = _supervisor.Spawn("orders", new Mailbox<OrdersMessage>(WaitingOrders), () => new OrdersActor(kept, _start.Simulates, links, loggers.CreateLogger<OrdersActor>()));
        var watch = _supervisor.Spawn("link", new Mailbox<LinkNews>(WaitingOrders), () => new LinkWatchActor(loggers.CreateLogger<LinkWatchActor>()));
        return new FleetActors(outbox, orders, watch);
    }

    private void Run(string name, Func<CancellationToken, Task> loop) =>
        _supervisor.Spawn(name, new Mailbox<BeginLoop>(1), () => new LoopActor(loop, _stopping.Token));

    private void Protect(string host, IReadOnlyList<Address> addresses) => _actors.Orders.Tell(new ProtectPeer(host, addresses));

    /// <summary>Members that were not called this time are protected as well.</summary>
    private async Task ConnectedAsync(CancellationToken cancel)
    {
        _sender.Resume();
        foreach (var member in _start.Members)
            await ResolveAsync(member.IdnHost, cancel).ConfigureAwait(false);
    }

    private async Task ResolveAsync(string host, CancellationToken cancel)
    {
        try
        {
            Protect(host, [.. (await Dns.GetHostAddressesAsync(host, cancel).ConfigureAwait(false)).Select(Address.From)]);
        }
        catch (SocketException)
        {
            // What it had stays; or it is reached through a proxy, perhaps, which alone knows its name.
        }
    }

    private async Task<SensorStatus> StatusAsync(CancellationToken cancel)
    {
        var counts = await CountsAsync(cancel).ConfigureAwait(false);
        return await _start.Status(cancel).ConfigureAwait(false) with { OutboxWaiting = counts.Waiting, OutboxDropped = counts.Dropped };
    }

    private async Task<OutboxCounts> CountsAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<OutboxCounts>(TaskCreationOptions.RunContinuationsAsynchronously);
        _actors.Outbox.Tell(new GetOutboxCounts(answer));
        return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    private static Random Chance() => new(RandomNumberGenerator.GetInt32(int.MaxValue));
}
