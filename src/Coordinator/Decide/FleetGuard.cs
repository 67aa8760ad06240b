using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;
using PortSentry.Shared.Orders;

namespace PortSentry.Coordinator.Decide;

/// <summary>Whom the fleet never blocks: what is no single host, the fleet's own hosts, and the ignore list. Follows the order book.</summary>
internal sealed class FleetGuard(OrderBook book)
{
    /// <summary>The widest networks that an operator may block.</summary>
    public const int WidestIPv4 = 8, WidestIPv6 = 16;

    // 100::/64 (RFC 6666) is discarded wherever it is routed at all: nobody can come from there.
    private static readonly (string What, CidrSet Networks)[] Special =
    [
        ("the loopback", Set("127.0.0.0/8", "::1")),
        ("link-local", Set("169.254.0.0/16", "fe80::/10")),
        ("multicast", Set("224.0.0.0/4", "ff00::/8")),
        ("no host's address", Set("0.0.0.0/8", "255.255.255.255", "::", "100::/64")),
    ];

    private CidrSet? _ignored;
    private Address[]? _protected;

    /// <summary>Protected addresses or the ignore list have changed.</summary>
    public void Changed() => (_ignored, _protected) = (null, null);

    /// <summary>True for an address of a sensor or coordinator of ours.</summary>
    public bool IsFleetHost(Address address) =>
        book.ProtectedAs(FleetRole.Sensor).Contains(address) || book.ProtectedAs(FleetRole.Coordinator).Contains(address);

    /// <summary>True for an address that no source can have.</summary>
    public static bool IsSpecial(Address address) => Array.Exists(Special, rule => rule.Networks.Contains(address));

    /// <summary>True for a network of which something is known as of a source.</summary>
    public static bool IsSource(Cidr network) => SourceNetwork.IsSource(network) && !IsSpecial(network.Base);

    /// <summary>True for an address on the ignore list.</summary>
    public bool IsIgnored(Address address) => Ignored.Contains(address);

    /// <summary>Why a target must not be blocked, as the end of a sentence that begins with it; null when it may.</summary>
    public string? WhyNot(Cidr target)
    {
        if (target.Prefix < (target.IsIPv4 ? WidestIPv4 : WidestIPv6))
            return $"is wider than /{(target.IsIPv4 ? WidestIPv4 : WidestIPv6)}";
        if (Array.Find(Special, rule => rule.Networks.Overlaps(target)).What is { } special)
            return target.IsHost ? $"is {special}" : $"touches what is {special}";
        if (ProtectedWithin(target) is { } host)
            return target.IsHost ? $"is an address of {RoleOf(host)}" : $"holds {host}, an address of {RoleOf(host)}";
        return Ignored.Overlaps(target) ? "is on the ignore list, or a part of it is" : null;
    }

    private CidrSet Ignored => _ignored ??= new CidrSet(book.Ignored);

    /// <summary>The protected addresses; IPv4 before and after IPv6 ones by value, but never among those of an IPv6 network that anybody may block.</summary>
    private Address[] Protected => _protected ??= [.. book.ProtectedAs(FleetRole.Sensor).Union(book.ProtectedAs(FleetRole.Coordinator)).Order()];

    private Address? ProtectedWithin(Cidr target)
    {
        var place = Array.BinarySearch(Protected, target.Base);
        var first = place < 0 ? ~place : place;
        return first < Protected.Length && target.Contains(Protected[first]) ? Protected[first] : null;
    }

    private string RoleOf(Address host) => book.ProtectedAs(FleetRole.Sensor).Contains(host) ? "a sensor" : "a coordinator";

    private static CidrSet Set(params string[] networks) => new(networks.Select(Cidr.Parse));
}
