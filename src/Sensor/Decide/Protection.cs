using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Decide;

/// <summary>Who is never blocked, by nobody, and why; immutable, replaced whole when the host or the ignore list changes.</summary>
public sealed class Protection
{
    private static readonly Cidr[] NoHost =
    [
        Cidr.Parse("0.0.0.0"), Cidr.Parse("255.255.255.255"), Cidr.Parse("224.0.0.0/4"), Cidr.Parse("::"), Cidr.Parse("ff00::/8"),
    ];

    private readonly (ProtectionReason Reason, CidrSet Networks)[] _rules;
    private readonly CidrSet _all;
    private readonly CidrSet _fleet;

    /// <summary>The protection by these networks; what is no host is protected besides.</summary>
    public Protection(IReadOnlyDictionary<ProtectionReason, IEnumerable<Cidr>> networks)
    {
        ArgumentNullException.ThrowIfNull(networks);
        _rules = [.. networks.OrderBy(rule => rule.Key).Select(rule => (rule.Key, new CidrSet(rule.Value))), (ProtectionReason.NoHost, new CidrSet(NoHost))];
        _all = new CidrSet(_rules.SelectMany(rule => rule.Networks.Networks));
        _fleet = new CidrSet(_rules.Where(rule => rule.Reason is ProtectionReason.Sensors or ProtectionReason.Coordinators).SelectMany(rule => rule.Networks.Networks));
    }

    /// <summary>Each reason with its networks, for people to read.</summary>
    public IReadOnlyList<(ProtectionReason Reason, CidrSet Networks)> Rules => _rules;

    /// <summary>True when the address must not be blocked.</summary>
    public bool Covers(Address address) => _all.Contains(address);

    /// <summary>True for a host of the fleet: what it does is told, though it is never blocked.</summary>
    public bool IsFleetHost(Address address) => _fleet.Contains(address);

    /// <summary>Why a network must not be blocked, or null when it may.</summary>
    public ProtectionReason? WhyNot(Cidr network)
    {
        if (!_all.Overlaps(network))
            return null;
        return _rules.First(rule => rule.Networks.Overlaps(network)).Reason;
    }
}
