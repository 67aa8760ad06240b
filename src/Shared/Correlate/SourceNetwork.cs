using PortSentry.Shared.Net;

namespace PortSentry.Shared.Correlate;

/// <summary>By which network the fleet counts and blocks a source, whatever a sensor says: no sensor's word makes it wider than one customer has it.</summary>
public static class SourceNetwork
{
    /// <summary>The widest IPv6 network that stands for one source: what providers give to one customer (RIPE-690).</summary>
    public const int WidestIPv6 = 56;

    private const int UsualIPv6 = 64;

    /// <summary>True when the network can stand for one source.</summary>
    public static bool IsSource(Cidr network) => network.IsIPv4 ? network.IsHost : network.Prefix >= WidestIPv6;

    /// <summary>The network that stands for the source: an IPv4 address by itself; for IPv6 what the sensor counts by when that holds the source and nobody else, otherwise its /64.</summary>
    public static Cidr Of(Address source, Cidr told)
    {
        if (source.IsIPv4)
            return Cidr.Host(source);
        return told.Contains(source) && IsSource(told) ? told : new Cidr(source, UsualIPv6);
    }
}
