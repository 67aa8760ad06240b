using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

public sealed class CidrTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("192.0.2.7/32", "192.0.2.7")]
    [InlineData("192.168.2.1/24", "192.168.2.0/24")]
    [InlineData("192.168.2.1/255.255.255.0", "192.168.2.0/24")]
    [InlineData("192.168.2.1/255.255.255.255", "192.168.2.1")]
    [InlineData("10.0.0.0/0.0.0.0", "0.0.0.0/0")]
    [InlineData("10.1.2.3/0", "0.0.0.0/0")]
    [InlineData("2001:db8::1/64", "2001:db8::/64")]
    [InlineData("2001:db8::1/128", "2001:db8::1")]
    [InlineData("::/0", "::/0")]
    public void TryParse_of_a_network_masks_host_bits_off(string text, string canonical)
    {
        Assert.True(Cidr.TryParse(text, out var network));

        Assert.Equal(canonical, network.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/24")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/+8")]
    [InlineData("192.0.2.0/ 8")]
    [InlineData("192.0.2.0/24/8")]
    [InlineData("192.0.2.0/9999")]
    [InlineData("192.0.2.0/255.0.255.0")]
    [InlineData("192.0.2.0/::1")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::/255.255.0.0")]
    [InlineData("example.net/24")]
    public void TryParse_of_anything_else_is_refused(string? text) => Assert.False(Cidr.TryParse(text, out _));

    [Fact]
    public void Parse_of_garbage_names_it() =>
        Assert.Equal("'192.0.2.0/33' is not an address or network", Assert.Throws<FormatException>(() => Cidr.Parse("192.0.2.0/33")).Message);

    [Theory]
    [InlineData(-1)]
    [InlineData(33)]
    public void Prefix_outside_its_family_is_refused(int prefix) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cidr(Address.Parse("192.0.2.0"), prefix));

    [Theory]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("::/0", "192.0.2.7", false)]
    [InlineData("0.0.0.0/0", "192.0.2.7", true)]
    [InlineData("192.0.2.0/25", "192.0.2.127", true)]
    [InlineData("192.0.2.0/25", "192.0.2.128", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    public void Contains_is_by_family_and_prefix(string network, string address, bool expected) =>
        Assert.Equal(expected, Cidr.Parse(network).Contains(Address.Parse(address)));

    [Fact]
    public void Text_round_trips() => Prop.ForAll(
        Generate.AnyCidr.ToArbitrary(),
        network => Cidr.TryParse(network.ToString(), out var again) && again == network).QuickCheckThrowOnFailure();

    [Fact]
    public void Contains_agrees_with_the_bits() => Prop.ForAll(
        Gen.Zip(Generate.NearCidr, Generate.NearAddress()).ToArbitrary(),
        pair => pair.Item1.Contains(pair.Item2) == SharesBits(pair.Item1, pair.Item2)).QuickCheckThrowOnFailure();

    [Fact]
    public void Overlaps_means_that_one_contains_the_other() => Prop.ForAll(
        Gen.Zip(Generate.NearCidr, Generate.NearCidr).ToArbitrary(),
        pair => pair.Item1.Overlaps(pair.Item2) == (pair.Item1.Contains(pair.Item2.Base) || pair.Item2.Contains(pair.Item1.Base))
            && pair.Item1.Overlaps(pair.Item2) == pair.Item2.Overlaps(pair.Item1)).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_never_throws() => Prop.ForAll(
        Generate.Garbage.ToArbitrary(),
        text => !Cidr.TryParse(text, out var network) || network.Contains(network.Base)).QuickCheckThrowOnFailure();

    private static bool SharesBits(Cidr network, Address address)
    {
        if (network.IsIPv4 != address.IsIPv4)
            return false;

        var (left, right) = (new byte[16], new byte[16]);
        network.Base.WriteBytes(left);
        address.WriteBytes(right);
        return Enumerable.Range(0, network.Prefix).All(bit => ((left[bit / 8] ^ right[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }
}
