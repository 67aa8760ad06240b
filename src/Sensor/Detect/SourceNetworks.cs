using System.Collections.Frozen;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>By which network a source is counted and blocked: an IPv4 address by itself, an IPv6 address by its prefix, since one customer holds all of it, but by itself on our own links.</summary>
public sealed class SourceNetworks(int ipv6Prefix, CidrSet onLink)
{
    // RFC 3021: a network of two addresses has none.
    private const int LongestWithBroadcast = 30;

    private static readonly CidrSet ManyHosts = new([Cidr.Parse("224.0.0.0/4"), Cidr.Parse("255.255.255.255"), Cidr.Parse("ff00::/8")]);

    private readonly FrozenSet<Address> _broadcast =
        onLink.Networks.Where(network => network.IsIPv4 && network.Prefix <= LongestWithBroadcast).Select(BroadcastOf).ToFrozenSet();

    /// <summary>True for multicast and for broadcast on our own links.</summary>
    public bool IsManyHosts(Address destination) => ManyHosts.Contains(destination) || _broadcast.Contains(destination);

    /// <summary>The network that stands for this source.</summary>
    public Cidr Of(Address source) =>
        source.IsIPv4 || ipv6Prefix == source.Bits || onLink.Contains(source) ? Cidr.Host(source) : new Cidr(source, ipv6Prefix);

    private static Address BroadcastOf(Cidr network) => Address.FromIPv4(network.Base.IPv4Value | (uint)(uint.MaxValue >> network.Prefix));
}
