using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Follows the order stream, and begins it again where it ended. While a snapshot is fetched the orders that come are kept; those that it holds already are left out by whoever holds the orders.</summary>
internal sealed class OrderFollower
{
    /// <summary>Orders kept while a snapshot is fetched; when there are more, the stream begins again.</summary>
    private const int MaxKept = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ICoordinatorLink _link;
    private readonly ILinkIdentity _identity;
    private readonly FleetActors _actors;
    private readonly Func<CancellationToken, Task> _connected;
    private readonly TimeProvider _time;
    private readonly Pause _pause;
    private readonly RetryRule _retry;

    /// <param name="link">The way to the coordinator.</param>
    /// <param name="identity">Who the sensor is.</param>
    /// <param name="actors">Who holds the orders.</param>
    /// <param name="connected">What is to be done each time the stream has begun.</param>
    /// <param name="chance">Parts the fleet's tries.</param>
    /// <param name="time">Time.</param>
    public OrderFollower(ICoordinatorLink link, ILinkIdentity identity, FleetActors actors, Func<CancellationToken, Task> connected, Random chance, TimeProvider time)
    {
        (_link, _identity, _actors, _connected, _time) = (link, identity, actors, connected, time);
        (_pause, _retry) = (new Pause(time), new RetryRule(chance));
    }

    /// <summary>Follows until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var began = _time.GetTimestamp();
            try
            {
                await FollowOnceAsync(cancel).ConfigureAwait(false);
            }
            catch (LinkException failure)
            {
                _actors.Watch.Tell(new LinkLost(failure));
                // A stream that ends soon after it began, again and again, is no success.
                if (_time.GetElapsedTime(began) > Backoff.Longest)
                    _retry.Reset();
                await _pause.WaitAsync(_retry.PauseAfter(failure), cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task FollowOnceAsync(CancellationToken cancel)
    {
        if (await _identity.RenewIfDueAsync(_link, cancel).ConfigureAwait(false))
            _link.Reconnect();

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var held = await AskAsync<OrderPosition?>(answer => new GetPosition(answer), cancel).ConfigureAwait(false);
        var fetch = new SnapshotFetch(_link, MaxKept);
        await using var stream = _link.FollowAsync(held, ended.Token).GetAsyncEnumerator(ended.Token);
        var next = stream.MoveNextAsync().AsTask();
        try
        {
            while (await WaitAsync(next, fetch, ended.Token).ConfigureAwait(false))
            {
                if (await TakeAsync(stream.Current, fetch, ended.Token).ConfigureAwait(false))
                    return;
                next = stream.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // Neither may be let go of while it is under way.
            await ended.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await fetch.Done.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for what comes next over the stream, and uses a snapshot as soon as it is there.</summary>
    private async Task<bool> WaitAsync(Task<bool> next, SnapshotFetch fetch, CancellationToken cancel)
    {
        while (fetch.IsUnderWay && await Task.WhenAny(next, fetch.Done).ConfigureAwait(false) == fetch.Done)
        {
            var book = await fetch.TakeAsync().ConfigureAwait(false);
            await UseAsync(book, fetch.TakeKept(), cancel).ConfigureAwait(false);
        }

        return await next.ConfigureAwait(false) ? true : throw new LinkException(LinkFault.Unreachable, "the coordinator ended the order stream");
    }

    /// <summary>Takes what came at once; true when the stream is to begin again under a new certificate.</summary>
    private async Task<bool> TakeAsync(IReadOnlyList<LinkEvent> events, SnapshotFetch fetch, CancellationToken cancel)
    {
        List<OrderCame> orders = [];
        var renewed = false;
        foreach (var happening in events)
        {
            switch (happening)
            {
                case Greeted greeted:
                    await GreetAsync(greeted, cancel).ConfigureAwait(false);
                    break;
                case Pinged pinged:
                    _actors.Orders.Tell(new TakeClock(pinged.Ping.Now));
                    renewed |= await _identity.RenewIfDueAsync(_link, cancel).ConfigureAwait(false);
                    break;
                case SnapshotAsked:
                    fetch.Start(cancel);
                    break;
                case OrderCame came when fetch.IsUnderWay:
                    fetch.Keep(came);
                    break;
                case OrderCame came:
                    orders.Add(came);
                    break;
            }
        }

        await CarryOutAsync(orders, cancel).ConfigureAwait(false);
        if (renewed)
            _link.Reconnect();
        return renewed;
    }

    private async ValueTask GreetAsync(Greeted greeted, CancellationToken cancel)
    {
        _actors.Watch.Tell(new LinkUp());
        _actors.Orders.Tell(new TakeGreeting(greeted.Greeting));
        _identity.Trust(greeted.Greeting.Authorities);
        await _connected(cancel).ConfigureAwait(false);
    }

    private async Task UseAsync(OrderBook book, IReadOnlyList<OrderCame> kept, CancellationToken cancel)
    {
        await AskAsync<bool>(answer => new TakeSnapshot(book, answer), cancel).ConfigureAwait(false);
        await CarryOutAsync(kept, cancel).ConfigureAwait(false);
    }

    private async Task CarryOutAsync(IReadOnlyList<OrderCame> orders, CancellationToken cancel)
    {
        if (orders.Count > 0 && !await AskAsync<bool>(answer => new TakeOrders(orders, answer), cancel).ConfigureAwait(false))
            throw new LinkException(LinkFault.Malformed, "an order is missing in the order stream; it begins again");
    }

    private async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, OrdersMessage> question, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            if (_actors.Orders.Tell(question(answer)))
                return await answer.Task.WaitAsync(Patience, _time, cancel).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Told below.
        }

        throw new LinkException(LinkFault.Busy, "this sensor is too busy to carry out orders; the order stream begins again");
    }
}
