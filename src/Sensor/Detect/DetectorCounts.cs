namespace PortSentry.Sensor.Detect;

/// <summary>What a detector has counted since it began.</summary>
public sealed record DetectorCounts
{
    /// <summary>Probes counted.</summary>
    public long Probes { get; init; }

    /// <summary>Alarms raised.</summary>
    public long Alarms { get; init; }

    /// <summary>Copies and retransmissions, not counted.</summary>
    public long Copies { get; init; }

    /// <summary>Touches of ports that are no tripwire.</summary>
    public long NoTripwire { get; init; }

    /// <summary>Datagrams that are no probes: answers to what we asked, DHCP's, a traceroute's.</summary>
    public long Innocent { get; init; }

    /// <summary>Probes of protected or ignored sources.</summary>
    public long Spared { get; init; }

    /// <summary>Probes beyond the log's budget.</summary>
    public long NotLogged { get; init; }

    /// <summary>Sources under watch beyond their first probe.</summary>
    public int Sources { get; init; }

    /// <summary>Sources on probation that were overwritten by another.</summary>
    public long SourcesOverwritten { get; init; }

    /// <summary>Sources under watch that had to give way to another.</summary>
    public long SourcesEvicted { get; init; }
}
