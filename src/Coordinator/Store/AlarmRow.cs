using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store;

/// <summary>An alarm of a sensor, or of the fleet when no sensor is named.</summary>
public sealed record AlarmRow
{
    /// <summary>Its number, rising; 0 before it is kept.</summary>
    public long Id { get; init; }

    /// <summary>The sensor's name; null for an alarm of the fleet.</summary>
    public string? Sensor { get; init; }

    /// <summary>The address that was seen.</summary>
    public required Address Source { get; init; }

    /// <summary>The network that it is counted by.</summary>
    public required Cidr Network { get; init; }

    /// <summary>What it is: port-scan of a sensor; fleet-scan, address-scan, coordinated-scan, fleet-host of the fleet.</summary>
    public required string What { get; init; }

    /// <summary>The mode that saw it; fleet for the fleet.</summary>
    public required string Mode { get; init; }

    /// <summary>How ports were touched.</summary>
    public required ScanKind Kind { get; init; }

    /// <summary>The port that completed it.</summary>
    public required int Port { get; init; }

    /// <summary>Probes, or first contacts for the fleet.</summary>
    public required int Probes { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset FirstProbe { get; init; }

    /// <summary>When it was raised.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True when the source's address is proven.</summary>
    public bool Proven { get; init; }

    /// <summary>What the sensor did by itself; empty for the fleet.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The evidence in words.</summary>
    public string Words { get; init; } = "";
}
