using PortSentry.Coordinator.Broadcast;
using PortSentry.Coordinator.Store;
using PortSentry.Shared.Actors;

namespace PortSentry.Coordinator.Watch;

/// <summary>Owns the times that blocks take until they are in force on the sensors of this member: follows the feed, and hears how far each sensor is.</summary>
internal sealed class SpreadActor : Actor<SpreadMessage>
{
    private readonly FeedReader _feed;
    private readonly AcknowledgedOrders _orders = new();
    private string? _logId;

    /// <param name="broadcast">The owner of the feed that it follows.</param>
    public SpreadActor(ActorRef<BroadcastMessage> broadcast)
    {
        _feed = new FeedReader(broadcast);
        Become(Ready);
    }

    private async ValueTask Ready(SpreadMessage message)
    {
        switch (message)
        {
            case SensorJoined joined:
                _orders.Join(joined.Sensor, joined.At);
                break;
            case SensorLeft left:
                _orders.Leave(left.Sensor);
                break;
            case SensorApplied applied:
                await CatchUpAsync(applied.Position.LogId).ConfigureAwait(false);
                _orders.Acknowledge(applied.Sensor, applied.Position, applied.At);
                break;
            case GetBlockDurations get:
                get.Answer.TrySetResult(_orders.Durations);
                break;
            case GetTimeToBlock get:
                get.Answer.TrySetResult(_orders.Of(Context.Time.GetUtcNow()));
                break;
        }
    }

    private async ValueTask CatchUpAsync(string logId)
    {
        if (_logId != logId)
            await BeginAsync().ConfigureAwait(false);
        foreach (var order in await _feed.ReadOnAsync().ConfigureAwait(false))
            _orders.Note(order);
    }

    private async ValueTask BeginAsync()
    {
        try
        {
            var feed = await _feed.PresentAsync(Context.Stopping).ConfigureAwait(false);
            _orders.BeginAnew();
            _feed.Begin(feed);
            _logId = feed.Position.LogId;
        }
        catch (StoreUnavailableException)
        {
            // The broadcaster has too much to do: what is acknowledged now is not counted.
        }
    }
}
