using System.Buffers.Binary;
using System.Collections.Frozen;
using PortSentry.Sensor.Decode;
using PortSentry.Sensor.Replay;
using PortSentry.Shared.Net;
using PortSentry.TestKit;

namespace PortSentry.Sensor.Tests.Replay;

public sealed class HandshakesTests
{
    private const int AcknowledgmentOffset = 28;

    private static readonly Address Peer = Address.Parse("192.0.2.7");

    private readonly Handshakes _handshakes = new(new Viewpoint(new[] { Address.Parse(Scenes.Host) }.ToFrozenSet()));

    [Fact]
    public void Source_that_acknowledges_our_number_is_proven()
    {
        See(Out(TcpFlags.Syn | TcpFlags.Ack, 77));
        Assert.False(_handshakes.HasProven(Peer));

        See(In(TcpFlags.Ack), 78);

        Assert.True(_handshakes.HasProven(Peer));
    }

    [Fact]
    public void Server_that_accepts_our_connection_is_proven()
    {
        See(Out(TcpFlags.Syn, uint.MaxValue));

        See(In(TcpFlags.Syn | TcpFlags.Ack), 0);

        Assert.True(_handshakes.HasProven(Peer));
    }

    [Theory]
    [InlineData(TcpFlags.Ack, 79u, 1)]
    [InlineData(TcpFlags.Ack | TcpFlags.Rst, 78u, 1)]
    [InlineData(TcpFlags.Syn, 78u, 1)]
    [InlineData(TcpFlags.Ack, 78u, 3600)]
    public void Source_that_guesses_resets_or_comes_late_is_not_proven(TcpFlags flags, uint number, int secondsLater)
    {
        See(Out(TcpFlags.Syn | TcpFlags.Ack, 77));

        See(In(flags), number, secondsLater);

        Assert.False(_handshakes.HasProven(Peer));
    }

    private static FrameBuilder Out(TcpFlags flags, uint sequence) => FrameBuilder.IPv4().From(Scenes.Host, 80).To(Peer, 40000).Flags(flags).Sequence(sequence);

    private static FrameBuilder In(TcpFlags flags) => FrameBuilder.IPv4().From(Peer).To(Scenes.Host, 80).Flags(flags);

    private void See(FrameBuilder segment, uint acknowledgment = 0, int secondsLater = 0)
    {
        var bytes = segment.Build();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(AcknowledgmentOffset), acknowledgment);
        _handshakes.See(new() { Bytes = bytes, EtherType = 0x0800, Ticks = DateTime.UnixEpoch.Ticks + secondsLater * TimeSpan.TicksPerSecond, Direction = default });
    }
}
