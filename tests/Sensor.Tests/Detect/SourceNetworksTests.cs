using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class SourceNetworksTests
{
    private static readonly SourceNetworks Networks = new(64, new CidrSet(
        [Cidr.Parse("198.51.100.0/24"), Cidr.Parse("10.0.0.0/30"), Cidr.Parse("10.1.0.0/31"), Cidr.Parse("10.2.0.1"), Cidr.Parse("2001:db8:1::/64")]));

    [Theory]
    [InlineData("198.51.100.255", true)]
    [InlineData("10.0.0.3", true)]
    [InlineData("10.1.0.1", false)] // RFC 3021: a host.
    [InlineData("10.2.0.1", false)]
    [InlineData("198.51.100.254", false)]
    [InlineData("203.0.113.255", false)]
    [InlineData("255.255.255.255", true)]
    [InlineData("224.0.0.251", true)]
    [InlineData("ff02::fb", true)]
    [InlineData("2001:db8:1:0:ffff:ffff:ffff:ffff", false)]
    public void Multicast_and_broadcast_of_our_links_go_to_many_hosts(string destination, bool expected) =>
        Assert.Equal(expected, Networks.IsManyHosts(Address.Parse(destination)));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:9:7::5", "2001:db8:9:7::/64")]
    [InlineData("2001:db8:1::5", "2001:db8:1::5")]
    public void Source_counts_by_itself_or_by_its_prefix(string source, string expected) =>
        Assert.Equal(Cidr.Parse(expected), Networks.Of(Address.Parse(source)));
}
