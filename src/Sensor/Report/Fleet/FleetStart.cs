using PortSentry.Sensor.Block;
using PortSentry.Sensor.Decide;
using PortSentry.Shared.Actors;
using PortSentry.Shared.Contracts;

namespace PortSentry.Sensor.Report.Fleet;

/// <summary>What a sensor's part in a fleet is started with.</summary>
internal sealed record FleetStart
{
    /// <summary>The coordinator's members, in the order in which they are tried.</summary>
    public required IReadOnlyList<Uri> Members { get; init; }

    /// <summary>Where outbox and orders are kept.</summary>
    public required string StateDir { get; init; }

    /// <summary>True when ORDERS is simulate.</summary>
    public required bool Simulates { get; init; }

    /// <summary>Has these blockers carry orders out from now on; those of ORDER_BLOCKER where none is given.</summary>
    public required Action<IReadOnlyList<string>> CarryOutBy { get; init; }

    /// <summary>A contact is first once within it.</summary>
    public required TimeSpan ScanWindow { get; init; }

    /// <summary>Whether a mode's alarms are within BOOT_GRACE.</summary>
    public required Func<string, bool> IsSettling { get; init; }

    /// <summary>The block list, which carries out orders.</summary>
    public required ActorRef<BlockCommand> Blocks { get; init; }

    /// <summary>Has whom the fleet protects protected; done when the block list will know it before whatever is asked next.</summary>
    public required Func<FleetProtection, CancellationToken, Task> Protect { get; init; }

    /// <summary>How the sensor is.</summary>
    public required Func<CancellationToken, Task<SensorStatus>> Status { get; init; }
}
