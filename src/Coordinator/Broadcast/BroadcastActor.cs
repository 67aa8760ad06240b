using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Clocks;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>Owns the feed and the open streams: reads the order log on and lets the streams go on. While the store is away what was read already keeps flowing.</summary>
internal sealed partial class BroadcastActor : Actor<BroadcastMessage>
{
    /// <summary>Orders kept in memory for streams that begin in the past; also how far a stream may fall behind.</summary>
    public const int KeptOrders = 20_000;

    private const int OrdersARead = 1000;
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);

    private readonly IOrderLog _log;
    private readonly ILogger<BroadcastActor> _logger;
    private readonly HashSet<OrderStream> _streams = [];
    private readonly Dictionary<SensorId, string> _demanded = [];
    private OrderFeed _feed;
    private FeedNode _recent;
    private FeedNode _settled;
    private ClockWatch? _clock;
    private bool _isReadingAsked;
    private bool _isStoreAway;

    /// <param name="log">The order log.</param>
    /// <param name="begin">The position that the feed goes on from.</param>
    /// <param name="logger">Where failures are told.</param>
    public BroadcastActor(IOrderLog log, OrderPosition begin, ILogger<BroadcastActor> logger)
    {
        (_log, _logger, _feed) = (log, logger, new OrderFeed(begin, KeptOrders));
        _recent = _settled = _feed.Last;
        Become(Ready);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStarted()
    {
        _clock = new ClockWatch(Context.Time);
        Context.Every("ping", PingPeriod, new PingStreams());
        // News is a hint that may be lost.
        Context.Every("look", LookPeriod, new ReadOn());
        Context.Every("settle", SnapshotActor.Fresh, new Settle());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async ValueTask OnDrained()
    {
        if (!_isReadingAsked)
            return;

        _isReadingAsked = false;
        // Sensors reckon how long a block lasts by our clock: they know how it was set before they hear of an order by it.
        if (_clock!.TakeShift() != TimeSpan.Zero)
            _feed.Ping(Context.Time.GetUtcNow());
        await ReadAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask OnStopped()
    {
        EndAll(_streams, "the coordinator stops");
        return ValueTask.CompletedTask;
    }

    private void Ready(BroadcastMessage message)
    {
        switch (message)
        {
            case ReadOn:
                _isReadingAsked = true;
                break;
            case Settle:
                (_settled, _recent) = (_recent, _feed.Last);
                break;
            case PingStreams:
                EndAll(_streams.Where(stream => _feed.Last.Position.Position - stream.Position > KeptOrders), "it is too far behind");
                _feed.Ping(Context.Time.GetUtcNow());
                break;
            case OpenStream open:
                _streams.Add(open.Stream);
                open.Answer.TrySetResult(BeginningOf(open.Stream.Sensor, open.Held));
                break;
            case CloseStream close:
                _streams.Remove(close.Stream);
                close.Stream.Dispose();
                break;
            case EndStreams end:
                EndAll(_streams.Where(stream => stream.Sensor == end.Sensor), end.Why);
                break;
            case DemandSnapshot demand:
                _demanded[demand.Sensor] = demand.Why;
                EndAll(_streams.Where(stream => stream.Sensor == demand.Sensor), demand.Why);
                break;
            case GetFeed get:
                get.Answer.TrySetResult(_feed.Last);
                break;
            case CountStreams count:
                count.Answer.TrySetResult(_streams.Count);
                break;
        }
    }

    private StreamBeginning BeginningOf(SensorId sensor, OrderPosition? held)
    {
        if (_demanded.Remove(sensor, out var demanded))
            return FromSnapshot(demanded);
        if (held is { } position && _feed.Find(position) is { } node)
            return new StreamBeginning(node, null);

        return FromSnapshot(held is null ? "the sensor holds no orders" : $"{held} is not within the orders kept here, which end at {_feed.Last.Position}");
    }

    /// <summary>A snapshot may be a second old: the stream begins before any that is handed out from now on, and the sensor leaves out what it holds already.</summary>
    private StreamBeginning FromSnapshot(string why) =>
        new(_settled, new SnapshotWanted(_settled.Position.LogId, _settled.Position.Position, why));

    private async ValueTask ReadAsync()
    {
        try
        {
            while (await _log.ReadOrdersAsync(_feed.Last.Position, OrdersARead, Context.Stopping).ConfigureAwait(false) is { } orders)
            {
                Found();
                foreach (var order in orders)
                    _feed.TryTell(order);
                if (orders.Count < OrdersARead)
                    return;
            }

            await BeginAnewAsync().ConfigureAwait(false);
        }
        catch (StoreUnavailableException failure)
        {
            if (!_isStoreAway)
                LogStoreAway(failure.Message);
            _isStoreAway = true;
        }
    }

    /// <summary>The log is another one, or was cut behind us: every stream begins anew, with a snapshot.</summary>
    private async ValueTask BeginAnewAsync()
    {
        var book = await _log.LoadBookAsync(Context.Stopping).ConfigureAwait(false);
        LogBeginsAnew(_feed.Last.Position, book.Position);
        _feed = new OrderFeed(book.Position, KeptOrders);
        _recent = _settled = _feed.Last;
        EndAll(_streams, "the order log is another one");
    }

    private void Found()
    {
        if (_isStoreAway)
            LogStoreBack();
        _isStoreAway = false;
    }

    private static void EndAll(IEnumerable<OrderStream> streams, string why)
    {
        foreach (var stream in streams)
            stream.End(why);
    }

    [LoggerMessage(3001, LogLevel.Warning, "The store is away: {Problem}; orders known already keep flowing, new ones wait")]
    private partial void LogStoreAway(string problem);

    [LoggerMessage(3002, LogLevel.Information, "The store is back")]
    private partial void LogStoreBack();

    [LoggerMessage(3003, LogLevel.Warning, "The order log does not go on at {Old}; every sensor gets a snapshot at {New}")]
    private partial void LogBeginsAnew(OrderPosition old, OrderPosition @new);
}
