using PortSentry.Coordinator.Api;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>Owns the book that questions are asked about, which follows the order log: a page of a hundred thousand blocks is found in memory, and no reader holds up another's order.</summary>
internal sealed class BookActor : Actor<BookMessage>
{
    private const int OrdersARead = 1000;

    private readonly IStore _store;
    private readonly LinkedList<Cidr> _latest = [];
    private LiveBook? _book;
    private long _changed;

    /// <param name="store">Where the orders are read from, and once a log the book.</param>
    public BookActor(IStore store)
    {
        _store = store;
        Become(Ready);
    }

    private ValueTask Ready(BookMessage message) => message switch
    {
        FindBlocks find => AnswerAsync(find.Answer, (book, now) => Page(book.Find(find.Filter, now), find)),
        FindAround find => AnswerAsync(find.Answer, (book, now) => new OrdersAround(book.Position, book.Around(find.Network, now), book.SparedAs(find.Network))),
        FindTargets find => AnswerAsync(find.Answer, (book, now) => book.Of(find.Targets, now)),
        ListIgnored list => AnswerAsync<IReadOnlyList<Cidr>>(list.Answer, (book, _) => [.. book.Ignored.Order()]),
        LookOver look => AnswerAsync(look.Answer, (book, now) => Look(book, look.Sources, now)),
        _ => ValueTask.CompletedTask,
    };

    private static Page<BlockEntry> Page(IReadOnlyList<BlockEntry> found, FindBlocks find) => find.IsWhole
        ? new Page<BlockEntry>(found, null, null, found.Count)
        : Pages.Of(found, entry => BlockMatch.Place(find.Filter.Sort, entry), find.Wish);

    private BookLook Look(LiveBook book, IReadOnlyList<Cidr> sources, DateTimeOffset now) =>
        new(book.Position, book.Count(now), book.Policy, sources, [.. sources.Select(source => book.CoverOf(source, now))], _changed, [.. _latest]);

    private async ValueTask AnswerAsync<T>(TaskCompletionSource<T> answer, Func<LiveBook, DateTimeOffset, T> find)
    {
        try
        {
            answer.TrySetResult(find(await CatchUpAsync().ConfigureAwait(false), Context.Time.GetUtcNow()));
        }
        catch (StoreUnavailableException failure)
        {
            answer.TrySetException(failure);
        }
    }

    /// <summary>Follows the log up to its head, so that who has changed something finds it changed; where the log leads no further, the store has the book.</summary>
    private async ValueTask<LiveBook> CatchUpAsync()
    {
        while (_book is { } book && await _store.ReadOrdersAsync(book.Position, OrdersARead, Context.Stopping).ConfigureAwait(false) is { } orders)
        {
            foreach (var order in orders.Where(book.TryApply))
                Note(order.Order);
            if (orders.Count < OrdersARead)
                return book;
        }

        return _book = new LiveBook(await _store.LoadDatedBookAsync(Context.Stopping).ConfigureAwait(false));
    }

    private void Note(FleetOrder order)
    {
        if (order is not (BlockOrder or UnblockOrder or ExpireOrder))
            return;

        _changed++;
        if ((order as BlockOrder)?.Target is { } blocked)
            _latest.AddFirst(blocked);
        else if ((order as UnblockOrder)?.Target is { } lifted)
            _latest.AddFirst(lifted);
        if (_latest.Count > FleetPulse.MostChanges)
            _latest.RemoveLast();
    }
}
