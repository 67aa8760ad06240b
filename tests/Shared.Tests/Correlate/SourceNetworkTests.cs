using PortSentry.Shared.Correlate;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Correlate;

public sealed class SourceNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7", "0.0.0.0/0", "203.0.113.7")]
    [InlineData("2001:db8::7", "2001:db8::/64", "2001:db8::/64")]
    [InlineData("2001:db8::7", "2001:db8::7", "2001:db8::7")]
    [InlineData("2001:db8::7", "2001:db8::/56", "2001:db8::/56")]
    [InlineData("2001:db8::7", "2001:db8::/32", "2001:db8::/64")]
    [InlineData("2001:db8::7", "2001:db8:1::/64", "2001:db8::/64")]
    public void Network_is_what_the_sensor_says_but_no_wider_than_one_source(string source, string told, string network) =>
        Assert.Equal(Cidr.Parse(network), SourceNetwork.Of(Address.Parse(source), Cidr.Parse(told)));
}
