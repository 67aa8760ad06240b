using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Replay;

/// <summary>What the sensor would have made of one capture.</summary>
internal sealed record ReplayedFile
{
    /// <summary>The capture, as it was named.</summary>
    public required string File { get; init; }

    /// <summary>Why it could not be read, or not to its end; null when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>The host's addresses, given or found.</summary>
    public IReadOnlyList<Address> Own { get; init; } = [];

    /// <summary>The ports that are served, by protocol.</summary>
    public IReadOnlyDictionary<Transport, PortSet> Open { get; init; } = new Dictionary<Transport, PortSet>();

    /// <summary>The alarms, in the order of their time.</summary>
    public IReadOnlyList<ReplayedAlarm> Alarms { get; init; } = [];

    /// <summary>The first touch of each tripwire by each source, for the fleet to judge.</summary>
    public IReadOnlyList<FirstContact> Contacts { get; init; } = [];

    /// <summary>What was counted.</summary>
    public ReplayCounts Counts { get; init; } = new();
}
