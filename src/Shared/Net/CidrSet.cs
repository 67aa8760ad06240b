namespace PortSentry.Shared.Net;

/// <summary>An immutable set of networks that answers whether an address lies in one of them, in one look-up a distinct prefix length.</summary>
public sealed class CidrSet
{
    private readonly (int Prefix, bool IPv4, HashSet<Address> Bases)[] _byPrefix;
    private readonly Cidr[] _networks;
    private readonly Cidr[] _ipv4;
    private readonly Cidr[] _ipv6;

    /// <summary>The set of the given networks; duplicates count once.</summary>
    public CidrSet(IEnumerable<Cidr> networks)
    {
        _networks = [.. networks.Distinct().Order()];
        (_ipv4, _ipv6) = ([.. _networks.Where(network => network.IsIPv4)], [.. _networks.Where(network => !network.IsIPv4)]);
        _byPrefix = [.. _networks
            .GroupBy(network => (network.Prefix, network.IsIPv4))
            .Select(group => (group.Key.Prefix, group.Key.IsIPv4, group.Select(network => network.Base).ToHashSet()))];
    }

    /// <summary>The set without members.</summary>
    public static CidrSet Empty { get; } = new([]);

    /// <summary>The networks, ordered.</summary>
    public IReadOnlyList<Cidr> Networks => _networks;

    /// <summary>True when the address lies in one of the networks.</summary>
    public bool Contains(Address address)
    {
        foreach (var (prefix, ipv4, bases) in _byPrefix)
        {
            if (ipv4 == address.IsIPv4 && bases.Contains(new Cidr(address, prefix).Base))
                return true;
        }

        return false;
    }

    /// <summary>True when a network of the set and the given one share an address.</summary>
    public bool Overlaps(Cidr network) => Contains(network.Base) || HoldsOne(network);

    /// <summary>What lies within a network comes right behind it.</summary>
    private bool HoldsOne(Cidr network)
    {
        var members = network.IsIPv4 ? _ipv4 : _ipv6;
        var place = Array.BinarySearch(members, network);
        var first = place < 0 ? ~place : place;
        return first < members.Length && network.Contains(members[first].Base);
    }
}
