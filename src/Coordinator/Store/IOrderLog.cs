using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store;

/// <summary>The order log as readers see it; StoreUnavailableException when the database is away.</summary>
public interface IOrderLog
{
    /// <summary>The orders after a position, at most so many, in order; null when they are not kept: another log, before retention, or ahead of it.</summary>
    Task<IReadOnlyList<LoggedOrder>?> ReadOrdersAsync(OrderPosition after, int max, CancellationToken cancel);

    /// <summary>The book at the head of the order log, read as of one moment.</summary>
    Task<OrderBook> LoadBookAsync(CancellationToken cancel);
}
