using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Watch;

/// <summary>What the store says of the fleet, as it was last read; each part now and then.</summary>
internal sealed record FleetLook
{
    /// <summary>The sensors that are not revoked, by name.</summary>
    public IReadOnlyList<SensorRow> Sensors { get; init; } = [];

    /// <summary>The members, by name.</summary>
    public IReadOnlyList<MemberRow> Members { get; init; } = [];

    /// <summary>What was changed or decided last.</summary>
    public IReadOnlyList<FleetChange> Changes { get; init; } = [];

    /// <summary>That the fleet simulates.</summary>
    public Simulating? Simulating { get; init; }

    /// <summary>The latest refusals.</summary>
    public IReadOnlyList<RefusalRow> Refusals { get; init; } = [];

    /// <summary>The block lists.</summary>
    public IReadOnlyList<BlockList> Lists { get; init; } = [];

    /// <summary>How it goes with those whom the coordinators tell.</summary>
    public IReadOnlyList<TargetState> Targets { get; init; } = [];

    /// <summary>What waits for the leader.</summary>
    public long Waiting { get; init; }

    /// <summary>What is set aside.</summary>
    public long SetAside { get; init; }

    /// <summary>When the authorities end.</summary>
    public IReadOnlyList<DateTimeOffset> AuthoritiesEnd { get; init; } = [];
}
