using System.Collections.Frozen;
using PortSentry.Sensor.Host;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Host;

/// <summary>A host's addresses.</summary>
internal static class Hosts
{
    public static readonly HostAddresses Addresses = new()
    {
        Own = new[] { Address.Parse("198.51.100.1"), Address.Parse("2001:db8:1::1") }.ToFrozenSet(),
        OnLink = new CidrSet([Cidr.Parse("198.51.100.0/24"), Cidr.Parse("2001:db8:1::/64")]),
        Gateways = new[] { Address.Parse("198.51.100.254") }.ToFrozenSet(),
    };
}
