using PortSentry.Coordinator.Store;
using PortSentry.Shared.Contracts;

namespace PortSentry.Coordinator.Watch;

/// <summary>The fleet as it is, and the latest of what happened, twice a second at the most. Numbers rise, so that who has missed some knows how many, and reads on where the rest is kept.</summary>
public sealed record FleetPulse
{
    /// <summary>What is held of each at the most.</summary>
    public const int MostRows = 50, MostChanges = 200;

    /// <summary>Before the first.</summary>
    public static FleetPulse First { get; } = new();

    /// <summary>The fleet.</summary>
    public FleetNow Now { get; init; } = new();

    /// <summary>What a person should look at, with all of a kind, as far as a program can bear.</summary>
    public IReadOnlyList<Need> Needs { get; init; } = [];

    /// <summary>How many alarms have come since this member started.</summary>
    public long Alarms { get; init; }

    /// <summary>The latest alarms, the latest first.</summary>
    public IReadOnlyList<AlarmRow> LatestAlarms { get; init; } = [];

    /// <summary>The same by kind.</summary>
    public IReadOnlyDictionary<ScanKind, long> AlarmKinds { get; init; } = new Dictionary<ScanKind, long>();

    /// <summary>What waits for the leader.</summary>
    public long Waiting { get; init; }

    /// <summary>What is set aside.</summary>
    public long SetAside { get; init; }

    /// <summary>True while the store cannot be read.</summary>
    public bool IsStoreAway { get; init; }

    /// <summary>How many looks at the store have failed since this member started.</summary>
    public long StoreFailures { get; init; }

    /// <summary>How many blocks have changed since this member started.</summary>
    public long BlocksChanged { get; init; }

    /// <summary>The targets of those that changed last, the latest first.</summary>
    public IReadOnlyList<Shared.Net.Cidr> LatestBlocks { get; init; } = [];

    /// <summary>How often a sensor's state has changed since this member started.</summary>
    public long SensorsChanged { get; init; }

    /// <summary>The sensors whose state changed last, the latest first.</summary>
    public IReadOnlyList<SensorTurn> LatestSensors { get; init; } = [];

    /// <summary>All sensors that are not revoked, by name.</summary>
    public IReadOnlyList<SensorRow> Sensors { get; init; } = [];
}
