using System.Net;
using FsCheck;
using FsCheck.Fluent;
using PortSentry.Shared.Net;

namespace PortSentry.Shared.Tests.Net;

public sealed class AddressTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("2001:DB8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("::", "::")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:c000:207", "192.0.2.7")]
    public void TryParse_of_an_address_gives_its_canonical_text(string text, string canonical)
    {
        Assert.True(Address.TryParse(text, out var address));

        Assert.Equal(canonical, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" 192.0.2.7")]
    [InlineData("192.0.2.7 ")]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.07")]
    [InlineData("192.0.2.7.1")]
    [InlineData("192.0.2.-7")]
    [InlineData("192.0.2.٧")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("192.0.2.7:80")]
    [InlineData("::1/64")]
    [InlineData(" ::1")]
    [InlineData("::1 ")]
    [InlineData("2001:db8::1::1")]
    [InlineData("12345::")]
    [InlineData("localhost")]
    public void TryParse_of_anything_else_is_refused(string? text) => Assert.False(Address.TryParse(text, out _));

    [Fact]
    public void Parse_of_garbage_names_it() =>
        Assert.Equal("'333.444.555.666' is not an IP address", Assert.Throws<FormatException>(() => Address.Parse("333.444.555.666")).Message);

    [Fact]
    public void FromBytes_of_another_length_is_refused() => Assert.Throws<ArgumentException>(() => Address.FromBytes([1, 2, 3]));

    [Fact]
    public void Families_are_told_apart()
    {
        var (ipv4, ipv6) = (Address.Parse("192.0.2.7"), Address.Parse("2001:db8::1"));

        Assert.Equal((true, 32, 0xc0000207u), (ipv4.IsIPv4, ipv4.Bits, ipv4.IPv4Value));
        Assert.Equal((false, 128), (ipv6.IsIPv4, ipv6.Bits));
    }

    [Theory]
    [InlineData("192.0.2.255", 24, "192.0.2.0")]
    [InlineData("192.0.2.255", 32, "192.0.2.255")]
    [InlineData("192.0.2.255", 0, "0.0.0.0")]
    [InlineData("2001:db8:1:2:3:4:5:6", 64, "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:3:4:5:6", 128, "2001:db8:1:2:3:4:5:6")]
    [InlineData("2001:db8:1:2:3:4:5:6", 0, "::")]
    public void Masked_clears_the_bits_behind_the_prefix(string address, int prefix, string masked) =>
        Assert.Equal(Address.Parse(masked), Address.Parse(address).Masked(prefix));

    [Fact]
    public void Order_is_that_of_the_values() =>
        Assert.True(Address.Parse("192.0.2.7") < Address.Parse("192.0.2.10") && Address.Parse("2001:db8::2") > Address.Parse("2001:db8::1"));

    [Fact]
    public void Text_round_trips() => Prop.ForAll(
        Generate.AnyAddress.ToArbitrary(),
        address => Address.TryParse(address.ToString(), out var again) && again == address).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_and_net_type_round_trip() => Prop.ForAll(Generate.AnyAddress.ToArbitrary(), address =>
    {
        var bytes = new byte[16];
        var length = address.WriteBytes(bytes);
        return Address.FromBytes(bytes.AsSpan(0, length)) == address
            && Address.From(address.ToIPAddress()) == address
            && length * 8 == address.Bits;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_is_refused_without_a_throw_or_taken_as_dotnet_takes_it() => Prop.ForAll(
        Generate.Garbage.ToArbitrary(),
        text => !Address.TryParse(text, out var address) || IPAddress.Parse(text).MapToIPv6().Equals(address.ToIPAddress().MapToIPv6()))
        .QuickCheckThrowOnFailure();
}
