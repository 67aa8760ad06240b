using FsCheck;
using FsCheck.Fluent;
using PortSentry.Sensor.Capture.Files;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Capture.Files;

public sealed class LinkDecoderTests
{
    private static readonly int[] Links =
        [LinkFrames.Null, LinkFrames.Ethernet, 12, 14, LinkFrames.Raw, LinkFrames.Loop, LinkFrames.LinuxCooked, LinkFrames.IPv4, LinkFrames.IPv6, LinkFrames.LinuxCooked2];

    public static TheoryData<int> EachLink { get; } = new(Links);

    [Theory]
    [MemberData(nameof(EachLink))]
    public void Datagram_of_either_family_is_found_on_every_link(int link)
    {
        foreach (var datagram in new[] { FrameBuilder.IPv4(), FrameBuilder.IPv6() })
            Assert.Equal((datagram.EtherType, Convert.ToHexString(datagram.Build())), Decode(link, LinkFrames.Wrap(link, datagram)));
    }

    [Theory]
    [InlineData(LinkFrames.Ethernet, 1)]
    [InlineData(LinkFrames.Ethernet, 2)]
    [InlineData(LinkFrames.Ethernet, 8)]
    [InlineData(LinkFrames.LinuxCooked, 1)]
    [InlineData(LinkFrames.LinuxCooked2, 2)]
    public void Datagram_is_found_behind_VLAN_tags(int link, int tags)
    {
        var datagram = FrameBuilder.IPv6();
        ushort[] numbers = [.. Enumerable.Range(1, tags).Select(tag => (ushort)tag)];

        Assert.Equal((datagram.EtherType, Convert.ToHexString(datagram.Build())), Decode(link, LinkFrames.Wrap(link, datagram, LinkFrames.PacketHost, numbers)));
    }

    [Fact]
    public void More_tags_than_any_network_has_are_no_IP() =>
        Assert.Null(Decode(LinkFrames.Ethernet, LinkFrames.Wrap(LinkFrames.Ethernet, FrameBuilder.IPv4(), LinkFrames.PacketHost, new ushort[9])));

    [Theory]
    [InlineData(LinkFrames.LinuxCooked, LinkFrames.PacketHost, FrameDirection.Inbound)]
    [InlineData(LinkFrames.LinuxCooked, LinkFrames.PacketOutgoing, FrameDirection.Outbound)]
    [InlineData(LinkFrames.LinuxCooked, LinkFrames.PacketBroadcast, FrameDirection.NotForUs)]
    [InlineData(LinkFrames.LinuxCooked2, LinkFrames.PacketHost, FrameDirection.Inbound)]
    [InlineData(LinkFrames.LinuxCooked2, LinkFrames.PacketOutgoing, FrameDirection.Outbound)]
    [InlineData(LinkFrames.LinuxCooked2, LinkFrames.PacketOtherHost, FrameDirection.NotForUs)]
    [InlineData(LinkFrames.Ethernet, LinkFrames.PacketHost, FrameDirection.Unknown)]
    [InlineData(LinkFrames.Raw, LinkFrames.PacketHost, FrameDirection.Unknown)]
    public void Direction_is_told_where_the_link_header_has_it(int link, byte packetType, object direction)
    {
        Assert.True(LinkDecoder.TryDecode(new CapturedFrame((LinkType)link, 0, LinkFrames.Wrap(link, FrameBuilder.IPv4(), packetType)), out var network));

        Assert.Equal(direction, network.Direction);
    }

    [Fact]
    public void Frame_for_a_group_is_not_for_us()
    {
        var frame = LinkFrames.Wrap(LinkFrames.Ethernet, FrameBuilder.IPv4());
        frame[0] = 0xff;

        Assert.True(LinkDecoder.TryDecode(new CapturedFrame(LinkType.Ethernet, 0, frame), out var network));

        Assert.Equal(FrameDirection.NotForUs, network.Direction);
    }

    [Fact]
    public void Other_protocols_are_no_IP()
    {
        byte[] arp = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x08, 0x06, 0, 1];

        Assert.Null(Decode(LinkFrames.Ethernet, arp));
        Assert.Null(Decode(LinkFrames.Raw, [0x55, 0, 0]));
        Assert.Null(Decode(LinkFrames.Raw, []));
    }

    [Fact]
    public void Random_bytes_and_frames_cut_anywhere_never_throw()
    {
        foreach (var link in Links)
        {
            Prop.ForAll(Generate.Bytes(80).ToArbitrary(), bytes => Decode(link, bytes) is null or { EtherType: 0x0800 or 0x86dd }).QuickCheckThrowOnFailure();
            var frame = LinkFrames.Wrap(link, FrameBuilder.IPv4(), LinkFrames.PacketHost, 1, 2);
            for (var length = 0; length < frame.Length; length++)
                Decode(link, frame[..length]);
        }
    }

    private static (ushort EtherType, string Hex)? Decode(int link, byte[] frame) =>
        LinkDecoder.TryDecode(new CapturedFrame((LinkType)link, 0, frame), out var network) ? (network.EtherType, Convert.ToHexString(network.Bytes)) : null;
}
