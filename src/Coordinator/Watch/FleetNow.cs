using PortSentry.Coordinator.Store;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Watch;

/// <summary>The fleet as it is at one moment: what the console shows at a glance.</summary>
public sealed record FleetNow
{
    /// <summary>The moment.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Quiet, contained or not, in one sentence.</summary>
    public FleetSentence Sentence { get; init; } = FleetSentence.Unknown;

    /// <summary>False while the last 24 hours are still being read back from the store: counts are too low then.</summary>
    public bool IsTallied { get; init; }

    /// <summary>The alarms of the last six hours by minute, the oldest first, every minute.</summary>
    public IReadOnlyList<AlarmMinute> Minutes { get; init; } = [];

    /// <summary>Blocks in force.</summary>
    public int BlocksInForce { get; init; }

    /// <summary>Sensors that are connected and have carried out every order.</summary>
    public int SensorsUp { get; init; }

    /// <summary>Sensors that are connected, but not at the last order.</summary>
    public int SensorsBehind { get; init; }

    /// <summary>Sensors that are not connected.</summary>
    public int SensorsDown { get; init; }

    /// <summary>The coordinators, by name.</summary>
    public IReadOnlyList<MemberRow> Members { get; init; } = [];

    /// <summary>The name of the one that leads; empty when none does.</summary>
    public string Leader { get; init; } = "";

    /// <summary>How long orders took to be in force on the sensors of this member, over the last hour; null when there were none.</summary>
    public TimeToBlock? TimeToBlock { get; init; }

    /// <summary>The sources with the most alarms in the last 24 hours, at most 10.</summary>
    public IReadOnlyList<TopSource> TopSources { get; init; } = [];

    /// <summary>The ports with the most alarms in the last 24 hours, at most 10.</summary>
    public IReadOnlyList<TopPort> TopPorts { get; init; } = [];

    /// <summary>What a person should look at, the gravest first; empty on a good day.</summary>
    public IReadOnlyList<Need> NeedsYou { get; init; } = [];

    /// <summary>What was changed or decided last, the latest first, at most 10.</summary>
    public IReadOnlyList<FleetChange> LastChanges { get; init; } = [];

    /// <summary>That the fleet simulates; null while it blocks.</summary>
    public Simulating? Simulating { get; init; }

    /// <summary>The last place of the order log.</summary>
    public OrderPosition Head { get; init; }

    /// <summary>The number of the latest alarm; 0 when there is none.</summary>
    public long LatestAlarm { get; init; }
}
