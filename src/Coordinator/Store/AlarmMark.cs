using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>What is counted of an alarm.</summary>
public sealed record AlarmMark
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sensor's name; null for an alarm of the fleet.</summary>
    public string? Sensor { get; init; }

    /// <summary>The network that its source is counted by.</summary>
    public required Cidr Network { get; init; }

    /// <summary>How ports were touched.</summary>
    public required ScanKind Kind { get; init; }

    /// <summary>The port that completed it.</summary>
    public required int Port { get; init; }

    /// <summary>What is counted of this one.</summary>
    public static AlarmMark Of(AlarmRow alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        return new AlarmMark { Id = alarm.Id, At = alarm.At, Sensor = alarm.Sensor, Network = alarm.Network, Kind = alarm.Kind, Port = alarm.Port };
    }
}
