using PortSentry.Shared.Contracts;
using PortSentry.Shared.Orders;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What the coordinator tells a sensor over the order stream.</summary>
internal abstract record LinkEvent
{
    private protected LinkEvent()
    {
    }
}

/// <summary>The stream has begun: who the sensor is.</summary>
internal sealed record Greeted(SensorGreeting Greeting) : LinkEvent;

/// <summary>The stream lives.</summary>
internal sealed record Pinged(StreamPing Ping) : LinkEvent;

/// <summary>A snapshot must be fetched.</summary>
internal sealed record SnapshotAsked(SnapshotWanted Wanted) : LinkEvent;

/// <summary>An order, and its place in its log.</summary>
internal sealed record OrderCame(OrderPosition Place, LoggedOrder Logged) : LinkEvent;
