using PortSentry.Coordinator.Store;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>Everything that is known of one source or network.</summary>
public sealed record SourceView
{
    /// <summary>The address or network asked for.</summary>
    public required Cidr Target { get; init; }

    /// <summary>What was seen of it, in one sentence; empty when nothing was.</summary>
    public string Why { get; init; } = "";

    /// <summary>Its blocks: of it, around it or within it.</summary>
    public IReadOnlyList<BlockView> Blocks { get; init; } = [];

    /// <summary>Why it cannot be blocked: ignored, sensor or coordinator; empty when it can.</summary>
    public string Spared { get; init; } = "";

    /// <summary>Sensors that have carried out every order, of those connected.</summary>
    public int SensorsLevel { get; init; }

    /// <summary>Sensors that are connected.</summary>
    public int SensorsConnected { get; init; }

    /// <summary>The decisions, the latest first.</summary>
    public IReadOnlyList<DecisionRow> Decisions { get; init; } = [];

    /// <summary>The alarms, the latest first.</summary>
    public IReadOnlyList<AlarmRow> Alarms { get; init; } = [];

    /// <summary>The first contacts, the latest first.</summary>
    public IReadOnlyList<ContactRow> Contacts { get; init; } = [];

    /// <summary>Sensors that refused an order for it, the latest first.</summary>
    public IReadOnlyList<RefusalRow> Refusals { get; init; } = [];
}
