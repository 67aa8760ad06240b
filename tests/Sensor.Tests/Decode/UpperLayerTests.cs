using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Decode;

namespace PortSentry.Sensor.Tests.Decode;

public sealed class UpperLayerTests
{
    [Fact]
    public void Udp_header_is_read()
    {
        var isUdp = UdpDatagram.TryDecode([0xc3, 0x50, 0, 161, 0, 9, 0, 0, 1], out var datagram);

        Assert.Equal((true, new UdpDatagram(50000, 161, 9)), (isUdp, datagram));
    }

    [Theory]
    [InlineData(0, true)] // RFC 2675 jumbograms.
    [InlineData(7, false)]
    [InlineData(8, true)]
    public void Udp_length_below_its_header_is_refused(byte length, bool expected) =>
        Assert.Equal(expected, UdpDatagram.TryDecode([0, 1, 0, 2, 0, length, 0, 0], out _));

    [Fact]
    public void Sctp_header_is_read_with_its_first_chunk()
    {
        var isSctp = SctpPacket.TryDecode([0xc3, 0x50, 0x0b, 0x59, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 20], out var packet);

        Assert.Equal((true, new SctpPacket(50000, 2905, 1)), (isSctp, packet));
    }

    [Fact]
    public void Icmp_header_is_read()
    {
        var isIcmp = IcmpMessage.TryDecode([3, 13, 0, 0, 0, 0, 0, 0], out var message);

        Assert.Equal((true, new IcmpMessage(3, 13)), (isIcmp, message));
    }

    [Fact]
    public void Random_bytes_never_throw_and_short_ones_are_refused() => Prop.ForAll(Generate.Bytes(40).ToArbitrary(), bytes =>
        (!UdpDatagram.TryDecode(bytes, out _) || bytes.Length >= 8)
        && SctpPacket.TryDecode(bytes, out _) == bytes.Length >= 16
        && IcmpMessage.TryDecode(bytes, out _) == bytes.Length >= 8
        && TcpSegment.TryDecodeTiny(bytes, out _) == bytes.Length >= 8
        && (!TcpSegment.TryDecode(bytes, out _) || bytes.Length >= 20)).QuickCheckThrowOnFailure();
}
