using System.IO.Compression;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>Owns a book of its own, which follows the feed, and makes snapshots of it, so that to make one holds up no order. One that is a second old at most is handed out again: the orders since come over the stream.</summary>
internal sealed class SnapshotActor : Actor<SnapshotMessage>
{
    /// <summary>How old a snapshot may be that is handed out.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly IOrderLog _log;
    private readonly ActorRef<BroadcastMessage> _broadcast;
    private OrderBook? _book;
    private FeedNode? _read;
    private Snapshot? _last;
    private long _madeAt;

    /// <param name="log">Where the book is read from, once a log.</param>
    /// <param name="broadcast">The owner of the feed that it follows.</param>
    public SnapshotActor(IOrderLog log, ActorRef<BroadcastMessage> broadcast)
    {
        (_log, _broadcast) = (log, broadcast);
        Become(Ready);
    }

    private ValueTask Ready(SnapshotMessage message) => message switch
    {
        GetSnapshot get => AnswerAsync(get.Answer, TakeAsync),
        GetDigest get => AnswerAsync(get.Answer, DigestAsync),
        _ => ValueTask.CompletedTask,
    };

    private static async ValueTask AnswerAsync<T>(TaskCompletionSource<T> answer, Func<ValueTask<T>> find)
    {
        try
        {
            answer.TrySetResult(await find().ConfigureAwait(false));
        }
        catch (StoreUnavailableException failure)
        {
            answer.TrySetException(failure);
        }
    }

    private async ValueTask<BookDigest> DigestAsync()
    {
        await CatchUpAsync(await FeedAsync().ConfigureAwait(false)).ConfigureAwait(false);
        return new BookDigest(_book!.Position, _book.Digest);
    }

    private async ValueTask<Snapshot> TakeAsync()
    {
        var (now, began) = (Context.Time.GetUtcNow(), Context.Time.GetTimestamp());
        var feed = await FeedAsync().ConfigureAwait(false);
        if (_last is { } last && last.Position.LogId == feed.Position.LogId && (last.Position == feed.Position || Context.Time.GetElapsedTime(_madeAt, began) < Fresh))
            return last;

        await CatchUpAsync(feed).ConfigureAwait(false);
        (_last, _madeAt) = (Make(_book!, now), began);
        return _last;
    }

    private async Task<FeedNode> FeedAsync()
    {
        var answer = new TaskCompletionSource<FeedNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_broadcast.Tell(new GetFeed(answer)))
            throw new StoreUnavailableException("the coordinator has too much to do");

        return await answer.Task.WaitAsync(Context.Stopping).ConfigureAwait(false);
    }

    /// <summary>Follows the feed; where that leads no further, or to another log, the order log has the book.</summary>
    private async ValueTask CatchUpAsync(FeedNode feed)
    {
        await FollowAsync().ConfigureAwait(false);
        if (_book is { } book && book.Position.LogId == feed.Position.LogId && book.Position.Position >= feed.Position.Position)
            return;

        _book = await _log.LoadBookAsync(Context.Stopping).ConfigureAwait(false);
        _read = feed;
        await FollowAsync().ConfigureAwait(false);
    }

    private async ValueTask FollowAsync()
    {
        while (_read is { Next.IsCompletedSuccessfully: true } read)
        {
            _read = await read.Next.ConfigureAwait(false);
            // The book may be ahead of the feed: an order that it holds is not the next one, and changes nothing.
            if (_read.Order is { } order)
                _book!.TryApply(order);
        }
    }

    private static Snapshot Make(OrderBook book, DateTimeOffset now)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        using (var buffered = new BufferedStream(gzip, 64 * 1024))
            SnapshotText.Write(buffered, book, now);
        return new Snapshot(book.Position, compressed.ToArray());
    }
}
