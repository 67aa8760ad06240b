using System.Threading.Channels;
using PortSentry.Sensor.Report.Fleet;
using PortSentry.Shared.Akka;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Akka;

/// <summary>What the sensor's end of the link is told by the sensor itself.</summary>
internal abstract record LinkMessage
{
    private protected LinkMessage()
    {
    }
}

/// <summary>Follow the orders after the position held; what comes is written to the channel, which fails with a LinkException when it is over.</summary>
internal sealed record Follow(OrderPosition? Held, ChannelWriter<IReadOnlyList<LinkEvent>> Events) : LinkMessage;

/// <summary>Nobody follows any more.</summary>
internal sealed record Unfollow(ChannelWriter<IReadOnlyList<LinkEvent>> Events) : LinkMessage;

/// <summary>Ask the coordinator for something.</summary>
internal sealed record Ask(FrameKind Kind, ReadOnlyMemory<byte> Body, TaskCompletionSource<Frame> Answer) : LinkMessage;

/// <summary>A second is over.</summary>
internal sealed record Look : LinkMessage
{
    /// <summary>The one there is.</summary>
    public static Look Now { get; } = new();
}
