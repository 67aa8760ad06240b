using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>Which alarms or contacts are asked for; what is null does not count.</summary>
public sealed record AlarmFilter
{
    /// <summary>Sources within this network.</summary>
    public Cidr? Within { get; init; }

    /// <summary>Seen by this sensor.</summary>
    public string? Sensor { get; init; }

    /// <summary>Of this port.</summary>
    public int? Port { get; init; }

    /// <summary>Of this kind.</summary>
    public ScanKind? Kind { get; init; }

    /// <summary>port-scan, fleet-scan, address-scan, coordinated-scan or fleet-host; contacts have none.</summary>
    public string? What { get; init; }

    /// <summary>Not earlier than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Earlier than this.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Smaller numbers than this: the page after.</summary>
    public long? Before { get; init; }

    /// <summary>The next greater numbers than this: the page before; 0 for the last page.</summary>
    public long? After { get; init; }

    /// <summary>At most so many, 1 to 1001.</summary>
    public int Max { get; init; } = 100;
}
