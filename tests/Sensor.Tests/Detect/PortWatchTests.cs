using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class PortWatchTests
{
    [Theory]
    [InlineData("198.51.100.1", 79, true)]
    [InlineData("198.51.100.1", 1024, false)] // Not watched.
    [InlineData("203.0.113.1", 79, false)] // Not ours.
    [InlineData("198.51.100.1", 80, false)] // Served on every IPv4 address.
    [InlineData("2001:db8:1::1", 80, true)]
    [InlineData("2001:db8:1::1", 443, false)] // Served on every IPv6 address.
    [InlineData("198.51.100.1", 443, true)]
    [InlineData("198.51.100.1", 22, false)] // Served on this address.
    [InlineData("2001:db8:1::1", 22, true)]
    public void Tripwire_is_a_watched_port_of_our_own_that_nobody_serves(string address, ushort port, bool expected)
    {
        var services = new ServicePorts([new(ServicePort.AnyIPv4, 80), new(ServicePort.AnyIPv6, 443), new(Probes.Local, 22)]);
        var watch = new PortWatch(PortSet.Below(1024), services, Watches.Local);

        Assert.Equal(expected, watch.IsTripwire(Address.Parse(address), port));
    }

    [Fact]
    public void ServicePorts_are_told_apart_by_where_they_are_served()
    {
        var services = new ServicePorts([new(ServicePort.AnyIPv4, 80), new(ServicePort.AnyIPv6, 443), new(Probes.Local, 22)]);

        Assert.Equal(("80", "443"), (services.EverywhereIPv4.ToString(), services.EverywhereIPv6.ToString()));
        Assert.Equal([new ServicePort(Probes.Local, 22)], services.OnOneAddress);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8::7", "2001:db8::/64")]
    [InlineData("2001:db8:1::7", "2001:db8:1::7")] // On our own link.
    public void Source_is_counted_by_its_network(string source, string network) => Assert.Equal(
        Cidr.Parse(network),
        new SourceNetworks(64, new CidrSet([Cidr.Parse("2001:db8:1::/64")])).Of(Address.Parse(source)));

    [Fact]
    public void Prefix_of_all_bits_counts_each_IPv6_address_alone() =>
        Assert.Equal(Cidr.Parse("2001:db8::7"), new SourceNetworks(128, CidrSet.Empty).Of(Address.Parse("2001:db8::7")));
}
