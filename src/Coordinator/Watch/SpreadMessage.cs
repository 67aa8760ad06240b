using PortSentry.Shared.Contracts;
using PortSentry.Shared.Metrics;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>What the owner of the times that blocks take is told.</summary>
internal abstract record SpreadMessage
{
    private protected SpreadMessage()
    {
    }
}

/// <summary>A sensor opened an order stream.</summary>
internal sealed record SensorJoined(SensorId Sensor, DateTimeOffset At) : SpreadMessage;

/// <summary>A sensor is revoked.</summary>
internal sealed record SensorLeft(SensorId Sensor) : SpreadMessage;

/// <summary>A sensor has carried out all orders up to a position.</summary>
internal sealed record SensorApplied(SensorId Sensor, OrderPosition Position, DateTimeOffset At) : SpreadMessage;

/// <summary>Say how long blocks took since this member started.</summary>
internal sealed record GetBlockDurations(TaskCompletionSource<DurationCounts> Answer) : SpreadMessage;

/// <summary>Say how long blocks took in the last hour.</summary>
internal sealed record GetTimeToBlock(TaskCompletionSource<TimeToBlock?> Answer) : SpreadMessage;
