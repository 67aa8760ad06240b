using PortSentry.Coordinator.Watch;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Api;

/// <summary>The figures of the fleet that change, as the event <c>now</c> tells them.</summary>
public sealed record FleetFigures
{
    /// <summary>What is happening.</summary>
    public required FleetSentence Sentence { get; init; }

    /// <summary>Blocks in force.</summary>
    public int BlocksInForce { get; init; }

    /// <summary>Sensors that have carried out every order.</summary>
    public int SensorsUp { get; init; }

    /// <summary>Sensors that have not.</summary>
    public int SensorsBehind { get; init; }

    /// <summary>Sensors that are not connected.</summary>
    public int SensorsDown { get; init; }

    /// <summary>The coordinator that leads.</summary>
    public string Leader { get; init; } = "";

    /// <summary>How long blocks took.</summary>
    public TimeToBlock? TimeToBlock { get; init; }

    /// <summary>That the fleet simulates.</summary>
    public Simulating? Simulating { get; init; }

    /// <summary>How many needs there are.</summary>
    public int Needs { get; init; }

    /// <summary>When something was changed or decided last; null when nothing was.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>The last order.</summary>
    public OrderPosition Head { get; init; }

    /// <summary>The number of the latest alarm.</summary>
    public long LatestAlarm { get; init; }

    /// <summary>Those of a moment.</summary>
    public static FleetFigures Of(FleetNow now)
    {
        ArgumentNullException.ThrowIfNull(now);
        return new FleetFigures
        {
            Sentence = now.Sentence,
            BlocksInForce = now.BlocksInForce,
            SensorsUp = now.SensorsUp,
            SensorsBehind = now.SensorsBehind,
            SensorsDown = now.SensorsDown,
            Leader = now.Leader,
            TimeToBlock = now.TimeToBlock,
            Simulating = now.Simulating,
            Needs = now.NeedsYou.Count,
            ChangedAt = now.LastChanges is [var last, ..] ? last.At : null,
            Head = now.Head,
            LatestAlarm = now.LatestAlarm,
        };
    }
}
