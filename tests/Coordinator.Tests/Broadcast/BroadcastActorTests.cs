using System.IO.Pipelines;
using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;
using PortSentry.TestKit;

namespace PortSentry.Coordinator.Tests.Broadcast;

/// <summary>Streams follow the order log, whatever happens to store, log and streams.</summary>
public sealed class BroadcastActorTests : IAsyncDisposable
{
    private readonly ActorHost _host = new();
    private readonly MemoryOrderLog _log = new();
    private readonly CollectingLogger<BroadcastActor> _logger = new();
    private readonly ActorRef<BroadcastMessage> _broadcast;

    public BroadcastActorTests()
    {
        _log.Append(1, 2);
        _broadcast = _host.Spawn(() => new BroadcastActor(_log, new OrderPosition("log1", 0), _logger));
        _broadcast.Tell(new ReadOn());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Stream_that_holds_orders_gets_those_after_them_and_all_that_come()
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync("log1.1");
        _log.Append(3);
        _broadcast.Tell(new ReadOn());

        Assert.Equal(["event: hello", "id: log1.2", "id: log1.3"], await stream.ReadAsync(3));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Stream_says_that_the_clock_was_set_before_any_order_by_it(int days)
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync("log1.2");
        _host.Time.SetClock(TimeSpan.FromDays(days));
        _log.Append(3);
        _broadcast.Tell(new ReadOn());

        Assert.Equal(["event: hello", "event: ping", "id: log1.3"], await stream.ReadAsync(3));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("log9.1")]
    [InlineData("log1.7")]
    public async Task Stream_whose_orders_are_unknown_is_told_to_fetch_a_snapshot(string? held)
    {
        await FeedIsAt("log1.2");
        _host.Time.Advance(SnapshotActor.Fresh);
        _host.Time.Advance(SnapshotActor.Fresh);
        using var stream = await OpenAsync(held);
        _log.Append(3);
        _broadcast.Tell(new ReadOn());

        Assert.Equal(["event: hello", "event: snapshot", "id: log1.3"], await stream.ReadAsync(3));
    }

    [Fact]
    public async Task Stream_that_begins_with_a_snapshot_tells_all_orders_that_a_snapshot_in_use_may_lack()
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync(null);

        Assert.Equal(["event: hello", "event: snapshot", "id: log1.1", "id: log1.2"], await stream.ReadAsync(4));
    }

    [Fact]
    public async Task Lost_news_is_made_up_for_within_a_second()
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync("log1.2");
        _log.Append(3);

        _host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["event: hello", "id: log1.3"], await stream.ReadAsync(2));
    }

    [Fact]
    public async Task Streams_are_pinged_while_nothing_happens()
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync("log1.2");

        _host.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(["event: hello", "event: ping"], await stream.ReadAsync(2));
    }

    [Fact]
    public async Task Store_that_is_away_ends_no_stream_and_is_told_once()
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync("log1.2");
        _log.IsAway = true;
        _log.Append(3);
        await ReadInVainAsync();
        await ReadInVainAsync();

        _log.IsAway = false;
        _broadcast.Tell(new ReadOn());

        Assert.Equal(["event: hello", "id: log1.3"], await stream.ReadAsync(2));
        Assert.Equal([3001, 3002], _logger.Ids);
    }

    [Fact]
    public async Task Another_log_ends_every_stream_so_that_it_begins_anew()
    {
        await FeedIsAt("log1.2");
        using var stream = await OpenAsync("log1.2");

        _log.LogId = "log2";
        _broadcast.Tell(new ReadOn());

        Assert.Equal("the order log is another one", await stream.EndAsync());
        await FeedIsAt("log2.2");
    }

    [Fact]
    public async Task Streams_of_a_revoked_sensor_end_and_no_other()
    {
        await FeedIsAt("log1.2");
        using var revoked = await OpenAsync("log1.2");
        using var other = await OpenAsync("log1.2");

        _broadcast.Tell(new EndStreams(revoked.Sensor, "it is revoked"));

        Assert.Equal("it is revoked", await revoked.EndAsync());
        _broadcast.Tell(new CloseStream(revoked.Stream));
        _log.Append(3);
        _broadcast.Tell(new ReadOn());
        Assert.Equal(["event: hello", "id: log1.3"], await other.ReadAsync(2));
        var count = new TaskCompletionSource<int>();
        _broadcast.Tell(new CountStreams(count));
        Assert.Equal(1, await count.Task.Soon());
    }

    [Fact]
    public async Task Stream_that_takes_nothing_is_ended_once_it_is_too_far_behind()
    {
        await FeedIsAt("log1.2");
        using var stuck = await OpenAsync("log1.2", new Pipe(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512)));
        // The pipe takes the first few.
        _log.Append([.. Enumerable.Repeat(3, BroadcastActor.KeptOrders + 100)]);
        _broadcast.Tell(new ReadOn());
        await FeedIsAt($"log1.{BroadcastActor.KeptOrders + 102}");

        _host.Time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("it is too far behind", await stuck.EndAsync());
    }

    [Fact]
    public async Task Snapshot_holds_all_that_the_feed_holds_and_is_made_once_for_all()
    {
        await FeedIsAt("log1.2");
        var snapshots = _host.Spawn(() => new SnapshotActor(_log, _broadcast));
        var first = await SnapshotAsync(snapshots);
        var same = await SnapshotAsync(snapshots);
        _log.Append(3);
        _broadcast.Tell(new ReadOn());
        await FeedIsAt("log1.3");
        _host.Time.Advance(TimeSpan.FromSeconds(1));

        var second = await SnapshotAsync(snapshots);

        Assert.Same(first, same);
        Assert.Equal([2, 3], new[] { await BookOf(first), await BookOf(second) }.Select(book => book.Blocks.Count));
        Assert.Equal(1, _log.BooksLoaded);
    }

    [Fact]
    public async Task Snapshot_grows_old_though_the_clock_was_set_back()
    {
        await FeedIsAt("log1.2");
        var snapshots = _host.Spawn(() => new SnapshotActor(_log, _broadcast));
        await SnapshotAsync(snapshots);
        _host.Time.SetClock(-TimeSpan.FromHours(1));
        _log.Append(3);
        _broadcast.Tell(new ReadOn());
        await FeedIsAt("log1.3");
        _host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("log1.3", (await SnapshotAsync(snapshots)).Position.ToString());
    }

    [Fact]
    public async Task Snapshot_of_another_log_is_read_anew()
    {
        await FeedIsAt("log1.2");
        var snapshots = _host.Spawn(() => new SnapshotActor(_log, _broadcast));
        await SnapshotAsync(snapshots);
        _log.LogId = "log2";
        _broadcast.Tell(new ReadOn());
        await FeedIsAt("log2.2");

        Assert.Equal("log2.2", (await SnapshotAsync(snapshots)).Position.ToString());
    }

    [Fact]
    public async Task Feed_that_begins_anew_after_a_cut_of_the_same_log_leaves_no_snapshot_behind()
    {
        await FeedIsAt("log1.2");
        var snapshots = _host.Spawn(() => new SnapshotActor(_log, _broadcast));
        await SnapshotAsync(snapshots);
        _log.Append(3, 4, 5);
        _log.Forget(4);
        _broadcast.Tell(new ReadOn());
        await FeedIsAt("log1.5");
        _host.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(5, (await BookOf(await SnapshotAsync(snapshots))).Blocks.Count);
    }

    [Fact]
    public async Task Snapshot_is_told_to_be_away_while_the_feed_is()
    {
        await using var broadcast = new ActorHost();
        var closed = broadcast.Spawn(() => new BroadcastActor(_log, new OrderPosition("log1", 0), _logger));
        await broadcast.StopAsync();
        var snapshots = _host.Spawn(() => new SnapshotActor(_log, closed));

        await Assert.ThrowsAsync<StoreUnavailableException>(() => SnapshotAsync(snapshots));
    }

    private async Task FeedIsAt(string position) => await Eventually.True(
        async () =>
        {
            var answer = new TaskCompletionSource<FeedNode>();
            _broadcast.Tell(new GetFeed(answer));
            return (await answer.Task.Soon()).Position.ToString() == position;
        },
        () => $"the feed is at {position}");

    private async Task ReadInVainAsync()
    {
        var before = _log.ReadsInVain;
        _broadcast.Tell(new ReadOn());
        await Eventually.True(() => _log.ReadsInVain > before, "the log is asked");
    }

    private async Task<OpenedStream> OpenAsync(string? held, Pipe? pipe = null)
    {
        OrderPosition? position = OrderPosition.TryParse(held, out var parsed) ? parsed : null;
        var stream = new OrderStream(SensorId.New());
        var answer = new TaskCompletionSource<StreamBeginning>();
        _broadcast.Tell(new OpenStream(stream, position, answer));
        return new OpenedStream(stream, await answer.Task.Soon(), pipe ?? new Pipe());
    }

    private static async Task<Snapshot> SnapshotAsync(ActorRef<SnapshotMessage> snapshots)
    {
        var answer = new TaskCompletionSource<Snapshot>();
        snapshots.Tell(new GetSnapshot(answer));
        return await answer.Task.Soon();
    }

    private static async Task<OrderBook> BookOf(Snapshot snapshot)
    {
        await using var text = new global::System.IO.Compression.GZipStream(
            new MemoryStream(snapshot.Compressed.ToArray()), global::System.IO.Compression.CompressionMode.Decompress);
        return await SnapshotText.ReadAsync(text, default);
    }
}
