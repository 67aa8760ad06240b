using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store;

/// <summary>The right to decide: calls go over the one session that holds the leader's lock, so that whoever lost it can write nothing. LeadershipLostException when it is lost.</summary>
public interface ILeaderSession : IAsyncDisposable
{
    /// <summary>Completes when the right is given away.</summary>
    Task Ended { get; }

    /// <summary>Shows the database that the leader lives; told every 0.4 s while nothing else is said.</summary>
    Task BeatAsync(CancellationToken cancel);

    /// <summary>The book to decide by, at the head of the order log.</summary>
    Task<OrderBook> LoadBookAsync(CancellationToken cancel);

    /// <summary>The decision policy as it was last set, JSON; null when it never was.</summary>
    Task<string?> LoadPolicyAsync(CancellationToken cancel);

    /// <summary>The block lists with all that they name, by name.</summary>
    Task<IReadOnlyList<StoredList>> LoadListsAsync(CancellationToken cancel);

    /// <summary>What waits for a decision, the oldest first, at most so many and a few megabytes of them, but one at least; it stays until a commit takes it out.</summary>
    Task<IReadOnlyList<InboxItem>> ReadInboxAsync(int max, CancellationToken cancel);

    /// <summary>The correlation states of these sources, those that there are; JSON by network.</summary>
    Task<IReadOnlyDictionary<Cidr, string>> LoadSourcesAsync(IReadOnlyCollection<Cidr> networks, CancellationToken cancel);

    /// <summary>Makes one step durable, whole or not at all. The orders' positions must continue the log's head.</summary>
    Task CommitAsync(LeaderWork work, CancellationToken cancel);
}
