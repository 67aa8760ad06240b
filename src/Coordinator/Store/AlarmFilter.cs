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

    /// <summary>Not earlier than this.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Earlier than this number: the page after.</summary>
    public long? Before { get; init; }

    /// <summary>At most so many, 1 to 1000.</summary>
    public int Max { get; init; } = 100;
}
