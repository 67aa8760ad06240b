using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Detect;

/// <summary>By which network a source is counted and blocked: an IPv4 address by itself, an IPv6 address by its prefix, since one customer holds all of it, but by itself on our own links.</summary>
public sealed class SourceNetworks(int ipv6Prefix, CidrSet onLink)
{
    /// <summary>The network that stands for this source.</summary>
    public Cidr Of(Address source) =>
        source.IsIPv4 || ipv6Prefix == source.Bits || onLink.Contains(source) ? Cidr.Host(source) : new Cidr(source, ipv6Prefix);
}
