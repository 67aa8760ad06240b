using PortSentry.Sensor.Decide;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Decide;

public sealed class ProtectionTests
{
    private static readonly Protection Host = new(new Dictionary<ProtectionReason, IEnumerable<Cidr>>
    {
        [ProtectionReason.Ignored] = [Cidr.Parse("198.51.100.0/24"), Cidr.Parse("2001:db8:5::/48")],
        [ProtectionReason.Own] = [Cidr.Parse("198.51.100.1"), Cidr.Parse("2001:db8:1::1")],
        [ProtectionReason.Gateways] = [Cidr.Parse("198.51.100.254")],
    });

    [Theory]
    [InlineData("192.0.2.7", null)]
    [InlineData("198.51.100.1", ProtectionReason.Own)]
    [InlineData("198.51.100.254", ProtectionReason.Gateways)]
    [InlineData("198.51.100.2", ProtectionReason.Ignored)]
    [InlineData("198.51.0.0/16", ProtectionReason.Own)] // It holds an address of ours.
    [InlineData("2001:db8:1::/64", ProtectionReason.Own)]
    [InlineData("2001:db8:5:6::/64", ProtectionReason.Ignored)]
    [InlineData("2001:db8:9::/64", null)]
    [InlineData("0.0.0.0/0", ProtectionReason.Own)]
    [InlineData("0.0.0.0", ProtectionReason.NoHost)]
    [InlineData("255.255.255.255", ProtectionReason.NoHost)]
    [InlineData("224.0.0.1", ProtectionReason.NoHost)]
    [InlineData("::", ProtectionReason.NoHost)]
    [InlineData("ff02::1", ProtectionReason.NoHost)]
    public void Network_is_protected_when_it_holds_or_lies_in_a_protected_one(string network, ProtectionReason? expected) =>
        Assert.Equal(expected, Host.WhyNot(Cidr.Parse(network)));

    [Theory]
    [InlineData("198.51.100.77", true)]
    [InlineData("224.1.2.3", true)]
    [InlineData("192.0.2.7", false)]
    [InlineData("2001:db8:1::1", true)]
    [InlineData("2001:db8:1::2", false)]
    public void Address_is_covered_by_any_rule(string address, bool expected) => Assert.Equal(expected, Host.Covers(Address.Parse(address)));

    [Fact]
    public void Rules_are_told_in_the_order_of_their_reasons_with_what_is_no_host_last() => Assert.Equal(
        [ProtectionReason.Own, ProtectionReason.Gateways, ProtectionReason.Ignored, ProtectionReason.NoHost],
        Host.Rules.Select(rule => rule.Reason));
}
