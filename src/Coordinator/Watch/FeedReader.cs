using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>Follows the order feed for an actor that asks now and then.</summary>
internal sealed class FeedReader(ActorRef<BroadcastMessage> broadcast)
{
    private FeedNode? _read;

    /// <summary>Where the feed is.</summary>
    public async Task<FeedNode> PresentAsync(CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<FeedNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!broadcast.Tell(new GetFeed(answer)))
            throw new StoreUnavailableException("the coordinator has too much to do");

        return await answer.Task.WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Reads on from here.</summary>
    public void Begin(FeedNode node) => _read = node;

    /// <summary>The orders since it was last asked.</summary>
    public async ValueTask<IReadOnlyList<LoggedOrder>> ReadOnAsync()
    {
        List<LoggedOrder> orders = [];
        while (_read is { Next.IsCompletedSuccessfully: true } read)
        {
            _read = await read.Next.ConfigureAwait(false);
            if (_read.Order is { } order)
                orders.Add(order);
        }

        return orders;
    }
}
