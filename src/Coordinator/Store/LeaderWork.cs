using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Store;

/// <summary>What one step of the leader changes, in one transaction.</summary>
public sealed record LeaderWork
{
    /// <summary>The inbox items that are dealt with.</summary>
    public IReadOnlyList<long> Done { get; init; } = [];

    /// <summary>Those of them that are kept apart, since no decision can be made on them.</summary>
    public IReadOnlyList<SetAside> SetAside { get; init; } = [];

    /// <summary>New orders; the book's tables follow them.</summary>
    public IReadOnlyList<LoggedOrder> Orders { get; init; } = [];

    /// <summary>Alarms of sensors and of the fleet.</summary>
    public IReadOnlyList<AlarmRow> Alarms { get; init; } = [];

    /// <summary>First contacts.</summary>
    public IReadOnlyList<ContactRow> Contacts { get; init; } = [];

    /// <summary>Correlation states that changed, JSON by network.</summary>
    public IReadOnlyDictionary<Cidr, string> Sources { get; init; } = new Dictionary<Cidr, string>();

    /// <summary>Decisions with their reasons.</summary>
    public IReadOnlyList<DecisionRow> Decisions { get; init; } = [];

    /// <summary>What became of commands.</summary>
    public IReadOnlyList<CommandOutcome> Outcomes { get; init; } = [];

    /// <summary>Entries of the audit log.</summary>
    public IReadOnlyList<AuditRow> Audit { get; init; } = [];

    /// <summary>The decision policy when it was set, JSON.</summary>
    public string? Policy { get; init; }

    /// <summary>Block lists that changed.</summary>
    public IReadOnlyList<ListChange> Lists { get; init; } = [];

    /// <summary>True when there is nothing to commit.</summary>
    public bool IsEmpty => Done.Count == 0 && Orders.Count == 0 && Sources.Count == 0 && Alarms.Count == 0 && Lists.Count == 0 && Policy is null;
}
