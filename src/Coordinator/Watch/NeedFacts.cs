using PortSentry.Coordinator.Store;

namespace PortSentry.Coordinator.Watch;

/// <summary>What the list of needs is made of.</summary>
internal sealed record NeedFacts
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>This program's version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The sensors that are not revoked.</summary>
    public IReadOnlyList<SensorRow> Sensors { get; init; } = [];

    /// <summary>The sensors whose outbox has dropped reports in the last 24 hours, as far as this member has seen, and how many.</summary>
    public IReadOnlyList<(string Sensor, long Reports)> Dropped { get; init; } = [];

    /// <summary>The latest refusals of orders, the latest first.</summary>
    public IReadOnlyList<RefusalRow> Refusals { get; init; } = [];

    /// <summary>The block lists.</summary>
    public IReadOnlyList<BlockList> Lists { get; init; } = [];

    /// <summary>How it goes with those whom the coordinators tell.</summary>
    public IReadOnlyList<TargetState> Targets { get; init; } = [];

    /// <summary>Reports and commands that wait for the leader.</summary>
    public long Waiting { get; init; }

    /// <summary>Items on which no decision can be made.</summary>
    public long SetAside { get; init; }

    /// <summary>True when a coordinator leads.</summary>
    public bool HasLeader { get; init; }

    /// <summary>True while the store cannot be read.</summary>
    public bool IsStoreAway { get; init; }

    /// <summary>That the fleet simulates.</summary>
    public Simulating? Simulating { get; init; }

    /// <summary>When each authority that is trusted ends.</summary>
    public IReadOnlyList<DateTimeOffset> AuthoritiesEnd { get; init; } = [];
}
