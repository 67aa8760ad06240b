using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Broadcast;

/// <summary>What the broadcaster is told.</summary>
internal abstract record BroadcastMessage
{
    private protected BroadcastMessage()
    {
    }
}

/// <summary>The order log may have grown: read on.</summary>
internal sealed record ReadOn : BroadcastMessage;

/// <summary>Tell all streams that they live, and end those that are too far behind.</summary>
internal sealed record PingStreams : BroadcastMessage;

/// <summary>A second is over: no snapshot is handed out any more that is older than the feed was then.</summary>
internal sealed record Settle : BroadcastMessage;

/// <summary>A stream opens for a sensor that holds all orders up to a position, or none; the answer is where it begins.</summary>
internal sealed record OpenStream(OrderStream Stream, OrderPosition? Held, TaskCompletionSource<StreamBeginning> Answer) : BroadcastMessage;

/// <summary>A stream is over.</summary>
internal sealed record CloseStream(OrderStream Stream) : BroadcastMessage;

/// <summary>End the streams of a sensor.</summary>
internal sealed record EndStreams(SensorId Sensor, string Why) : BroadcastMessage;

/// <summary>End the streams of a sensor, and have it fetch a snapshot when it comes again.</summary>
internal sealed record DemandSnapshot(SensorId Sensor, string Why) : BroadcastMessage;

/// <summary>Say where the feed is: a snapshot begins there.</summary>
internal sealed record GetFeed(TaskCompletionSource<FeedNode> Answer) : BroadcastMessage;

/// <summary>Say how many streams are open.</summary>
internal sealed record CountStreams(TaskCompletionSource<int> Answer) : BroadcastMessage;
