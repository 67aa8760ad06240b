using System.Buffers.Binary;
using PortSentry.Sensor.Decode;
using PortSentry.Shared.Net;

namespace PortSentry.TestKit;

/// <summary>Builds a frame of TCP or UDP, from its network header on; the family is that of the destination.</summary>
public sealed class FrameBuilder
{
    private const int TcpHeaderLength = 20;
    private const int UdpHeaderLength = 8;

    private readonly List<(IpProtocol Kind, byte[] Bytes)> _extensions = [];
    private Address _source = Address.Parse("192.0.2.7");
    private Address _destination = Address.Parse("198.51.100.1");
    private ushort _sourcePort = 40000;
    private ushort _port = 111;
    private uint _sequence = 1;
    private TcpFlags _flags = TcpFlags.Syn;
    private IpProtocol _protocol = IpProtocol.Tcp;
    private int _ipOptions;
    private int _tcpOptions;
    private int _data;
    private int? _kept;
    private ushort _fragment;
    private byte _hopLimit = 64;

    /// <summary>The EtherType of the frame's family.</summary>
    public ushort EtherType => _destination.IsIPv4 ? IpHeader.EtherTypeIPv4 : IpHeader.EtherTypeIPv6;

    public static FrameBuilder IPv4() => new();

    public static FrameBuilder IPv6() => new FrameBuilder().From("2001:db8::7").To("2001:db8:1::1");

    public FrameBuilder From(string address, ushort port = 40000) => From(Address.Parse(address), port);

    public FrameBuilder From(Address address, ushort port = 40000)
    {
        (_source, _sourcePort) = (address, port);
        return this;
    }

    public FrameBuilder To(string address, ushort port = 111) => To(Address.Parse(address), port);

    public FrameBuilder To(Address address, ushort port = 111)
    {
        (_destination, _port) = (address, port);
        return this;
    }

    public FrameBuilder Port(ushort port)
    {
        _port = port;
        return this;
    }

    public FrameBuilder Flags(TcpFlags flags)
    {
        _flags = flags;
        return this;
    }

    public FrameBuilder Sequence(uint sequence)
    {
        _sequence = sequence;
        return this;
    }

    /// <summary>A datagram of UDP with so many bytes of data.</summary>
    public FrameBuilder Udp(int data = 0) => Protocol(IpProtocol.Udp).Data(data);

    /// <summary>How many more routers may pass it on.</summary>
    public FrameBuilder HopLimit(byte limit)
    {
        _hopLimit = limit;
        return this;
    }

    /// <summary>Another upper layer than TCP; but for UDP, in the same bytes.</summary>
    public FrameBuilder Protocol(IpProtocol protocol)
    {
        _protocol = protocol;
        return this;
    }

    /// <summary>Bytes of IPv4 options, a multiple of 4.</summary>
    public FrameBuilder IpOptions(int length)
    {
        _ipOptions = length;
        return this;
    }

    /// <summary>Bytes of TCP options, a multiple of 4.</summary>
    public FrameBuilder TcpOptions(int length)
    {
        _tcpOptions = length;
        return this;
    }

    /// <summary>Bytes of data behind the header of TCP or UDP.</summary>
    public FrameBuilder Data(int length)
    {
        _data = length;
        return this;
    }

    /// <summary>A fragment with this offset (a multiple of 8) that holds so many bytes of the upper layer; IPv6 gets a fragment header.</summary>
    public FrameBuilder Fragment(int offset, bool more, int? kept = null)
    {
        (_fragment, _kept) = ((ushort)(_destination.IsIPv4 ? offset / 8 | (more ? 0x2000 : 0) : offset | (more ? 1 : 0)), kept);
        if (_destination.IsIPv4)
            return this;

        var header = new byte[8];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), _fragment);
        _extensions.Add((IpProtocol.Fragment, header));
        return this;
    }

    /// <summary>An IPv6 extension header of so many bytes, a multiple of 8.</summary>
    public FrameBuilder Extension(IpProtocol kind, int length = 8)
    {
        var header = new byte[length];
        header[1] = (byte)(kind == IpProtocol.Authentication ? length / 4 - 2 : length / 8 - 1);
        _extensions.Add((kind, header));
        return this;
    }

    public byte[] Build() => _destination.IsIPv4 ? BuildIPv4() : BuildIPv6();

    private byte[] BuildIPv4()
    {
        var payload = BuildPayload();
        var header = new byte[20 + _ipOptions];
        header[0] = (byte)(0x40 | header.Length / 4);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(header.Length + payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), _fragment);
        header[8] = _hopLimit;
        header[9] = (byte)_protocol;
        _source.WriteBytes(header.AsSpan(12));
        _destination.WriteBytes(header.AsSpan(16));
        return [.. header, .. payload];
    }

    private byte[] BuildIPv6()
    {
        byte[] payload = [.. Chain(), .. BuildPayload()];
        var header = new byte[40];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)payload.Length);
        header[6] = (byte)(_extensions.Count > 0 ? _extensions[0].Kind : _protocol);
        header[7] = _hopLimit;
        WriteIPv6(_source, header.AsSpan(8));
        WriteIPv6(_destination, header.AsSpan(24));
        return [.. header, .. payload];
    }

    private IEnumerable<byte> Chain()
    {
        for (var i = 0; i < _extensions.Count; i++)
            _extensions[i].Bytes[0] = (byte)(i + 1 < _extensions.Count ? _extensions[i + 1].Kind : _protocol);
        return _extensions.SelectMany(extension => extension.Bytes);
    }

    private byte[] BuildPayload()
    {
        var payload = _protocol == IpProtocol.Udp ? BuildDatagram() : BuildSegment();
        return payload[..Math.Min(payload.Length, _kept ?? payload.Length)];
    }

    private byte[] BuildDatagram()
    {
        var datagram = new byte[UdpHeaderLength + _data];
        BinaryPrimitives.WriteUInt16BigEndian(datagram, _sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(2), _port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)datagram.Length);
        return datagram;
    }

    private byte[] BuildSegment()
    {
        var segment = new byte[TcpHeaderLength + _tcpOptions + _data];
        BinaryPrimitives.WriteUInt16BigEndian(segment, _sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), _port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), _sequence);
        segment[12] = (byte)((TcpHeaderLength + _tcpOptions) / 4 << 4);
        segment[13] = (byte)_flags;
        return segment;
    }

    // An IPv4 source in an IPv6 frame is written in its mapped form, which must never be believed.
    private static void WriteIPv6(Address address, Span<byte> destination)
    {
        if (address.IsIPv4)
            (destination[10], destination[11]) = (0xff, 0xff);
        address.WriteBytes(address.IsIPv4 ? destination[12..] : destination);
    }
}
