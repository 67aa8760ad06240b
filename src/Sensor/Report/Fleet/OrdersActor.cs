using Microsoft.Extensions.Logging;
using PortSentry.Sensor.Block;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Holds the orders, has the block list carry them out, and says how far it has come.</summary>
internal sealed partial class OrdersActor : Actor<OrdersMessage>
{
    /// <summary>Blocks of our own that one snapshot does not have are reported up to so many, the latest first.</summary>
    private const int MaxHeld = 10_000;

    /// <summary>To write many orders takes a while: they are written less often.</summary>
    private const int ManyBlocks = 5_000;
    private static readonly TimeSpan SaveFew = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SaveMany = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly OrdersLinks _links;
    private readonly ILogger<OrdersActor> _logger;
    private readonly bool _simulates;
    private FleetOrders? _orders;
    private FleetClock? _clock;
    private readonly LinkPeers _peers = new();
    private bool _isSaveNear;
    private bool _isSaveBroken;
    private bool _hasCompared;
    private IReadOnlyList<string> _blockers = [];

    /// <param name="path">Where the orders are kept.</param>
    /// <param name="simulates">True when ORDERS is simulate.</param>
    /// <param name="links">Who carries out, protects and reports.</param>
    /// <param name="logger">Where failures are told.</param>
    public OrdersActor(string path, bool simulates, OrdersLinks links, ILogger<OrdersActor> logger)
    {
        (_path, _simulates, _links, _logger) = (path, simulates, links, logger);
        Become(Ready);
    }

    private FleetOrders Orders => _orders!;

    private FleetClock Clock => _clock!;

    protected override async ValueTask OnStarted()
    {
        _clock = new FleetClock(Context.Time);
        _orders = new FleetOrders(await OrdersFile.TryLoadAsync(_path, Context.Stopping).ConfigureAwait(false), _simulates);
        await ProtectAsync().ConfigureAwait(false);
    }

    protected override ValueTask OnStopped()
    {
        if (_isSaveNear)
            Save();
        return ValueTask.CompletedTask;
    }

    private async ValueTask Ready(OrdersMessage message)
    {
        switch (message)
        {
            case TakeGreeting take:
                await GreetAsync(take.Greeting).ConfigureAwait(false);
                break;
            case TakeClock take:
                Clock.Set(take.Now);
                break;
            case TakeOrders take:
                take.Answer.TrySetResult(await TakeAsync(take.Orders).ConfigureAwait(false));
                break;
            case TakeSnapshot take:
                await UseAsync(take.Book).ConfigureAwait(false);
                take.Answer.TrySetResult(true);
                break;
            case GetPosition get:
                get.Answer.TrySetResult(Orders.Book?.Position);
                break;
            case UseOrders use:
                if (Orders.Simulate(use.Simulate))
                    await MakeEqualAsync().ConfigureAwait(false);
                break;
            case ProtectPeer peer:
                if (_peers.Learn(peer.Host, peer.Addresses))
                    await ProtectAsync().ConfigureAwait(false);
                break;
            case MakeEqual:
                await MakeEqualAsync().ConfigureAwait(false);
                break;
            case SaveOrders:
                Save();
                break;
        }
    }

    private async ValueTask GreetAsync(SensorGreeting greeting)
    {
        Clock.Set(greeting.Now);
        var changes = Orders.Greet(greeting.Labels);
        UseBlockers();
        // Once a start: what the block list and the orders kept may have lost to a crash is made good.
        if (changes || !_hasCompared)
            await MakeEqualAsync().ConfigureAwait(false);
        else if (Orders.Book is not null)
            TellApplied([]); // What was told last, a coordinator that was killed since may not have written down.
    }

    private async ValueTask<bool> TakeAsync(IReadOnlyList<OrderCame> orders)
    {
        var steps = new List<OrderStep>(orders.Count);
        var isWhole = true;
        foreach (var (place, logged) in orders.Where(came => !Orders.Holds(came.Place)))
        {
            if (Orders.Take(place, logged, Clock.Now) is not { } step)
            {
                isWhole = false;
                break;
            }

            steps.Add(step);
        }

        if (steps.Count > 0)
            await CarryOutAsync(steps).ConfigureAwait(false);
        return isWhole;
    }

    private async ValueTask CarryOutAsync(List<OrderStep> steps)
    {
        if (steps.Exists(step => step.ChangesProtection))
            await ProtectAsync().ConfigureAwait(false);
        TellSimulated(steps);
        UseBlockers();
        SaveSoon();
        if (steps.Exists(step => step.ChangesAll))
        {
            await MakeEqualAsync().ConfigureAwait(false);
            return;
        }

        var changes = steps.Select(step => step.Change).OfType<OrderedChange>().ToList();
        if (changes.Count == 0)
            TellApplied([.. steps.Select(step => step.Refused).OfType<OrderRefused>()]);
        else if (await AskAsync(answer => new CarryOutOrders(changes, answer)).ConfigureAwait(false) is { } done)
            TellApplied([.. steps.Select(step => step.Refused).OfType<OrderRefused>(), .. RefusedOf(done, changes)]);
    }

    private async ValueTask UseAsync(OrderBook book)
    {
        Orders.Use(book);
        UseBlockers();
        await ProtectAsync().ConfigureAwait(false);
        SaveSoon();
        LogSnapshot(book.Blocks.Count, book.Position);
        if (await MakeEqualAsync().ConfigureAwait(false) is not { } done)
            return;

        foreach (var block in done.Held.OrderByDescending(block => block.Since).Take(MaxHeld).Where(block => book.Find(block.Target) is null))
            _links.Outbox.Tell(new KeepReport(FleetReports.Held(block, forFleet: false)));
    }

    private async ValueTask<OrdersCarriedOut?> MakeEqualAsync()
    {
        if (Orders.Book is null)
            return null;

        var (wanted, refused) = Orders.Everything(Clock.Now);
        var done = await AskAsync(answer => new EqualOrders(wanted, answer)).ConfigureAwait(false);
        if (done is not null)
        {
            _hasCompared = true;
            TellApplied([.. refused, .. RefusedOf(done, [])]);
        }

        return done;
    }

    /// <summary>Asks the block list; when it does not answer, because it is restarted or overrun, everything is compared a little later.</summary>
    private async ValueTask<OrdersCarriedOut?> AskAsync(Func<TaskCompletionSource<OrdersCarriedOut>, BlockCommand> command)
    {
        var answer = new TaskCompletionSource<OrdersCarriedOut>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_links.Blocks.Tell(command(answer)))
                return await answer.Task.WaitAsync(Patience, Context.Time, Context.Stopping).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Told below.
        }

        LogNoAnswer();
        Context.After("equal", Retry, new MakeEqual());
        return null;
    }

    private static IEnumerable<OrderRefused> RefusedOf(OrdersCarriedOut done, List<OrderedChange> changes)
    {
        foreach (var (target, decision) in done.Refused)
            yield return new OrderRefused(target, changes.FindLast(change => change.Target == target)?.Position ?? 0, OrderRefusals.Keyword(decision));
    }

    private void TellApplied(IReadOnlyList<OrderRefused> refused)
    {
        var book = Orders.Book!;
        _links.Outbox.Tell(new KeepApplied(new OrdersApplied { Position = book.Position, Digest = book.Digest, Refused = refused }));
    }

    private void TellSimulated(List<OrderStep> steps)
    {
        foreach (var step in steps)
        {
            if (step.Simulated is { } target)
                LogSimulated(target.ToString());
        }
    }

    /// <summary>The blockers that the policy wants here carry orders out.</summary>
    private void UseBlockers()
    {
        if (Orders.Blockers.SequenceEqual(_blockers))
            return;

        _blockers = Orders.Blockers;
        _links.CarryOutBy(_blockers);
    }

    private async ValueTask ProtectAsync()
    {
        var fleet = Orders.Protection;
        try
        {
            await _links.Protect(fleet with { Coordinators = [.. fleet.Coordinators.Union(_peers.All)] }, Context.Stopping).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Whoever is busy will hear of it; orders refused until then are compared again.
            Context.After("equal", Retry, new MakeEqual());
        }
    }

    private void SaveSoon()
    {
        if (_isSaveNear)
            return;

        _isSaveNear = true;
        Context.After("save", Orders.Book!.Blocks.Count > ManyBlocks ? SaveMany : SaveFew, new SaveOrders());
    }

    private void Save()
    {
        _isSaveNear = false;
        try
        {
            OrdersFile.Save(_path, Orders.Book!, Clock.Now);
            _isSaveBroken = false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_isSaveBroken)
                LogNotSaved(failure.Message);
            _isSaveBroken = true;
        }
    }

    [LoggerMessage(6201, LogLevel.Information, "The orders of the fleet are held whole: {Blocks} blocks, up to {Position}")]
    private partial void LogSnapshot(int blocks, OrderPosition position);

    [LoggerMessage(6202, LogLevel.Information, "The coordinator orders that {Target} be blocked; orders are simulated, it is not")]
    private partial void LogSimulated(string target);

    [LoggerMessage(6203, LogLevel.Warning, "The block list did not answer in time; all orders are compared with it again")]
    private partial void LogNoAnswer();

    [LoggerMessage(6204, LogLevel.Warning, "The orders cannot be saved: {Problem}; after a restart all of them are fetched anew")]
    private partial void LogNotSaved(string problem);
}
