using PortSentry.Sensor.Detect;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests.Detect;

public sealed class BlockedSourcesTests
{
    private readonly BlockedSources _blocked = new();

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("10.9.9.9", true)]
    [InlineData("11.2.3.4", false)]
    [InlineData("2001:db8::/64", true)]
    [InlineData("2001:db8::5", true)]
    [InlineData("2001:db8:0:1::/64", false)]
    [InlineData("2001:db8:5::/64", false)] // Only a part of it is blocked.
    public void Source_is_blocked_with_a_network_that_holds_all_of_it(string source, bool expected)
    {
        _blocked.Add([Cidr.Parse("192.0.2.7"), Cidr.Parse("1.2.3.4"), Cidr.Parse("10.0.0.0/8"), Cidr.Parse("2001:db8::/64"), Cidr.Parse("2001:db8:5::/80")]);

        Assert.Equal(expected, _blocked.Contains(Cidr.Parse(source)));
    }

    [Fact]
    public void Removed_targets_are_no_longer_blocked()
    {
        _blocked.Add([Cidr.Parse("192.0.2.7"), Cidr.Parse("10.0.0.0/8"), Cidr.Parse("10.1.0.0/16")]);

        _blocked.Remove([Cidr.Parse("192.0.2.7"), Cidr.Parse("10.0.0.0/8"), Cidr.Parse("172.16.0.1")]);

        Assert.Equal((false, false, true), (
            _blocked.Contains(Cidr.Parse("192.0.2.7")), _blocked.Contains(Cidr.Parse("10.2.0.1")), _blocked.Contains(Cidr.Parse("10.1.0.1"))));
    }

    [Fact]
    public void Many_IPv6_prefixes_are_told_one_by_one_as_fast_as_at_once()
    {
        // Each costs a look-up, not a new list of all: 50,000 lists of 50,000 would not end within the deadline of any build.
        for (uint i = 0; i < 50_000; i++)
            _blocked.Add([new Cidr(Prefix(i), 64)]);

        Assert.True(_blocked.Contains(new Cidr(Prefix(49_999), 64)));
    }

    private static Address Prefix(uint number) =>
        Address.FromBytes([0x20, 1, 0xd, 0xb8, (byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number, 0, 0, 0, 0, 0, 0, 0, 0]);
}
