namespace PortSentry.Sensor.Cli.Control;

/// <summary>How one mode of a sensor is, as <c>portsentry status -o json</c> shows it; fields are only ever added.</summary>
public sealed record DetectorView
{
    /// <summary>The mode.</summary>
    public required string Mode { get; init; }

    /// <summary>block, command (BLOCK_TCP or BLOCK_UDP is 2), log (it is 0) or simulate.</summary>
    public required string Response { get; init; }

    /// <summary>The tripwire ports of IPv4, as ranges, those in use everywhere left out.</summary>
    public required string Tripwires { get; init; }

    /// <summary>Ports in use, or lately in use, that are no tripwire.</summary>
    public required int ServicePorts { get; init; }

    /// <summary>Probes counted.</summary>
    public required long Probes { get; init; }

    /// <summary>Alarms raised.</summary>
    public required long Alarms { get; init; }

    /// <summary>Copies and retransmissions of probes, not counted.</summary>
    public required long Copies { get; init; }

    /// <summary>Probes of protected or ignored sources, not counted.</summary>
    public required long Spared { get; init; }

    /// <summary>Datagrams that are no probes: answers to what this host asked, DHCP's, a traceroute's.</summary>
    public required long Innocent { get; init; }

    /// <summary>Probes beyond the log's budget.</summary>
    public required long NotLogged { get; init; }

    /// <summary>Sources under watch beyond their first probe.</summary>
    public required int Sources { get; init; }

    /// <summary>Sources seen once that were overwritten by another: a flood of them came.</summary>
    public required long SourcesOverwritten { get; init; }

    /// <summary>Sources that had to give way: MAX_SOURCES was reached.</summary>
    public required long SourcesEvicted { get; init; }
}
