using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Tests.Broadcast;

/// <summary>An order log in memory, which a test appends to, cuts and takes away.</summary>
internal sealed class MemoryOrderLog(string logId = "log1") : IOrderLog
{
    private readonly List<LoggedOrder> _orders = [];
    private long _forgotten;

    public string LogId { get; set; } = logId;

    public bool IsAway { get; set; }

    public int BooksLoaded { get; private set; }

    public int ReadsInVain { get; private set; }

    public OrderPosition Head => new(LogId, _orders.Count);

    /// <summary>Appends a block of 192.0.2.N for each number.</summary>
    public void Append(params int[] numbers)
    {
        foreach (var number in numbers)
        {
            var order = new BlockOrder { Target = Cidr.Parse($"192.0.2.{number}"), Until = DateTimeOffset.UnixEpoch.AddHours(1), Reason = "a test" };
            _orders.Add(new LoggedOrder(_orders.Count + 1, DateTimeOffset.UnixEpoch, order));
        }
    }

    /// <summary>Forgets the orders up to a position, as retention does.</summary>
    public void Forget(long upTo) => _forgotten = upTo;

    public Task<IReadOnlyList<LoggedOrder>?> ReadOrdersAsync(OrderPosition after, int max, CancellationToken cancel)
    {
        if (IsAway)
        {
            ReadsInVain++;
            throw new StoreUnavailableException("the database is stopped");
        }

        return Task.FromResult<IReadOnlyList<LoggedOrder>?>(
            after.LogId != LogId || after.Position < _forgotten || after.Position > _orders.Count ? null : [.. _orders.Skip((int)after.Position).Take(max)]);
    }

    public Task<OrderBook> LoadBookAsync(CancellationToken cancel)
    {
        if (IsAway)
            throw new StoreUnavailableException("the database is stopped");
        BooksLoaded++;
        var book = new OrderBook(LogId);
        _orders.ForEach(order => book.TryApply(order));
        return Task.FromResult(book);
    }
}
