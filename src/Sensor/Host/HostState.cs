using PortSentry.Sensor.Config;
using PortSentry.Sensor.Decide;
using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Host;

/// <summary>What is known of the host, put together into one view. Pure.</summary>
public sealed record HostState
{
    private static readonly Cidr[] Loopback = [Cidr.Parse("127.0.0.0/8"), Cidr.Parse("::1")];
    private static readonly Cidr[] LinkLocal = [Cidr.Parse("169.254.0.0/16"), Cidr.Parse("fe80::/10")];

    /// <summary>Addresses, links and gateways.</summary>
    public HostAddresses Addresses { get; init; } = HostAddresses.None;

    /// <summary>The name servers this host asks.</summary>
    public IReadOnlyList<Address> Resolvers { get; init; } = [];

    /// <summary>Where logged-in sessions come from.</summary>
    public IReadOnlyList<Address> Sessions { get; init; } = [];

    /// <summary>The networks of the ignore file.</summary>
    public IReadOnlyList<Cidr> Ignored { get; init; } = [];

    /// <summary>The addresses of the names in it.</summary>
    public IReadOnlyList<Cidr> IgnoredByName { get; init; } = [];

    /// <summary>Whom the fleet protects.</summary>
    public FleetProtection Fleet { get; init; } = FleetProtection.None;

    /// <summary>The view of this host under these options, with what is served for each mode that runs.</summary>
    public HostView ToView(SensorOptions options, IEnumerable<(ProtocolMode Mode, ServicePorts Services)> modes) => new(
        modes.ToDictionary(running => running.Mode, running => new PortWatch(options.Watched(running.Mode), options.ServedPortsCount ? ServicePorts.None : running.Services, Addresses.Own)),
        new SourceNetworks(options.IPv6Prefix, Addresses.OnLink),
        Protect(options.Protect));

    /// <summary>True when both lead to the same view.</summary>
    public bool Matches(HostState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Addresses.Matches(other.Addresses)
            && Resolvers.SequenceEqual(other.Resolvers)
            && Sessions.SequenceEqual(other.Sessions)
            && Ignored.SequenceEqual(other.Ignored)
            && IgnoredByName.SequenceEqual(other.IgnoredByName)
            && Fleet == other.Fleet;
    }

    private Protection Protect(IReadOnlySet<ProtectionReason> keywords)
    {
        Dictionary<ProtectionReason, IEnumerable<Cidr>> all = new()
        {
            [ProtectionReason.Own] = Addresses.Own.Select(Cidr.Host),
            [ProtectionReason.Loopback] = Loopback,
            [ProtectionReason.LinkLocal] = LinkLocal,
            [ProtectionReason.Gateways] = Addresses.Gateways.Select(Cidr.Host),
            [ProtectionReason.Resolvers] = Resolvers.Select(Cidr.Host),
            [ProtectionReason.Coordinators] = Fleet.Coordinators.Select(Cidr.Host),
            [ProtectionReason.Sensors] = Fleet.Sensors.Select(Cidr.Host),
            [ProtectionReason.Sessions] = Sessions.Select(Cidr.Host),
        };
        var chosen = all.Where(pair => keywords.Contains(pair.Key)).ToDictionary();
        chosen[ProtectionReason.Ignored] = [.. Ignored, .. IgnoredByName, .. Fleet.Ignored];
        return new Protection(chosen);
    }
}
