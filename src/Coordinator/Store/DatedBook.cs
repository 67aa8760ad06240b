using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store;

/// <summary>The book at the head of the order log, and since when its blocks are there.</summary>
/// <param name="Book">The book.</param>
/// <param name="Dates">The dates of its blocks.</param>
public sealed record DatedBook(OrderBook Book, IReadOnlyDictionary<Cidr, BlockDate> Dates);
