using System.Collections.Frozen;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>This host's addresses, links and neighbours that matter, at one moment.</summary>
public sealed record HostAddresses
{
    /// <summary>Every address of every interface.</summary>
    public required FrozenSet<Address> Own { get; init; }

    /// <summary>The networks of our own links.</summary>
    public required CidrSet OnLink { get; init; }

    /// <summary>The gateways of all routes.</summary>
    public required FrozenSet<Address> Gateways { get; init; }

    /// <summary>A host without addresses.</summary>
    public static HostAddresses None { get; } = new()
    {
        Own = FrozenSet<Address>.Empty,
        OnLink = CidrSet.Empty,
        Gateways = FrozenSet<Address>.Empty,
    };

    /// <summary>True when both say the same.</summary>
    public bool Matches(HostAddresses other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Own.SetEquals(other.Own) && Gateways.SetEquals(other.Gateways) && OnLink.Networks.SequenceEqual(other.OnLink.Networks);
    }
}
