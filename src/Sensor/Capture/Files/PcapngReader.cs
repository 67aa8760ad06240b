namespace PortSentry.Sensor.Capture.Files;

/// <summary>Reads the pcapng format (draft-ietf-opsawg-pcapng): sections of either byte order, several interfaces, all three kinds of packet block; other blocks are skipped.</summary>
internal sealed class PcapngReader(FileBytes file) : IFrameReader
{
    /// <summary>Bytes that a block we look into has at the most.</summary>
    public const int MaxBlock = 1 << 20;

    /// <summary>Interfaces that a section has at the most.</summary>
    public const int MaxInterfaces = 4096;

    // The types of blocks, and the magic that tells a section's byte order.
    private const uint SectionHeader = 0x0a0d0d0a;
    private const uint InterfaceDescription = 1;
    private const uint ObsoletePacket = 2;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const uint OrderMagic = 0x1a2b3c4d;

    private const int BlockHeaderLength = 8;
    private const int TrailerLength = 4;
    private const int MinBlock = BlockHeaderLength + TrailerLength;
    private const int PacketHeaderLength = 20;

    private readonly List<PcapngInterface> _interfaces = [];
    private byte[] _body = new byte[4096];
    private ByteOrder _order;
    private long _blocks;
    private long _at;
    private long _lastTicks = DateTime.UnixEpoch.Ticks;

    public string? Problem { get; private set; }

    public long Position => file.Position;

    public long Length => file.Length;

    /// <summary>True when a file that begins so is one of these.</summary>
    public static bool Recognises(ReadOnlySpan<byte> magic) => magic.SequenceEqual<byte>([0x0a, 0x0d, 0x0d, 0x0a]);

    public bool TryRead(out CapturedFrame frame)
    {
        frame = default;
        while (Problem is null && TryReadBlock(out var type, out var body))
        {
            switch (type)
            {
                case SectionHeader:
                    _interfaces.Clear();
                    break;
                case InterfaceDescription:
                    AddInterface(body);
                    break;
                case EnhancedPacket or ObsoletePacket:
                    return TryReadPacket(type, body, out frame);
                case SimplePacket:
                    return TryReadSimplePacket(body, out frame);
            }
        }

        return false;
    }

    public void Dispose() => file.Dispose();

    /// <summary>Reads a block, and the body of one that we know; false at the end, or where the file is broken.</summary>
    private bool TryReadBlock(out uint type, out ReadOnlySpan<byte> body)
    {
        (type, _at) = (0, file.Position);
        body = default;
        Span<byte> header = stackalloc byte[BlockHeaderLength + sizeof(uint)];
        var there = file.Read(header[..BlockHeaderLength]);
        if (there == 0)
            return false;

        _blocks++;
        if (there < BlockHeaderLength)
            return Fail($"is cut short: {BlockHeaderLength} bytes expected, {there} there");

        var isSection = Recognises(header[..sizeof(uint)]);
        if (isSection && !TryReadOrder(header[BlockHeaderLength..]))
            return false;

        type = _order.UInt32(header);
        var length = _order.UInt32(header[sizeof(uint)..]);
        var head = isSection ? header.Length : BlockHeaderLength;
        if (length < MinBlock + (isSection ? sizeof(uint) : 0) || length % 4 != 0)
            return Fail($"claims {length} bytes, which no block of its type has");
        return TryReadBody(type, length, head, out body);
    }

    private bool TryReadOrder(Span<byte> magic)
    {
        var there = file.Read(magic);
        if (there < magic.Length)
            return Fail($"is cut short: {BlockHeaderLength + magic.Length} bytes expected, {BlockHeaderLength + there} there");

        _order = new ByteOrder(magic[0] == 0x1a);
        return _order.UInt32(magic) == OrderMagic || Fail("begins a section of neither byte order");
    }

    private bool TryReadBody(uint type, uint length, int head, out ReadOnlySpan<byte> body)
    {
        body = default;
        var rest = length - head;
        var isKnown = type is SectionHeader or InterfaceDescription or EnhancedPacket or ObsoletePacket or SimplePacket;
        if (isKnown && length > MaxBlock)
            return Fail($"claims {length} bytes; at most {MaxBlock} are read");

        if (isKnown && rest > _body.Length)
            _body = new byte[MaxBlock];
        var there = isKnown ? file.Read(_body.AsSpan(0, (int)rest)) : file.Skip(rest);
        if (there < rest)
            return Fail($"is cut short: {length} bytes expected, {head + there} there");
        if (!isKnown)
            return true;

        body = _body.AsSpan(0, (int)rest - TrailerLength);
        return _order.UInt32(_body.AsSpan(body.Length)) == length || Fail("does not end with the length that it begins with");
    }

    private void AddInterface(ReadOnlySpan<byte> body)
    {
        var (described, problem) = PcapngInterface.Read(body, _order);
        if (described is null)
            Fail(problem!);
        else if (_interfaces.Count == MaxInterfaces)
            Fail($"describes one interface more than {MaxInterfaces}");
        else
            _interfaces.Add(described);
    }

    private bool TryReadPacket(uint type, ReadOnlySpan<byte> body, out CapturedFrame frame)
    {
        frame = default;
        if (body.Length < PacketHeaderLength)
            return Fail($"holds a frame's header in {body.Length} bytes; it takes {PacketHeaderLength}");

        var index = type == EnhancedPacket ? _order.UInt32(body) : _order.UInt16(body);
        if (!TryGetInterface(index, out var source))
            return false;

        var length = _order.UInt32(body[12..]);
        if (length > body.Length - PacketHeaderLength)
            return Fail($"claims a frame of {length} bytes; {body.Length - PacketHeaderLength} are there");

        _lastTicks = source.Ticks(_order.UInt32(body[4..]), _order.UInt32(body[8..]));
        frame = new CapturedFrame(source.Link, _lastTicks, body.Slice(PacketHeaderLength, (int)length));
        return true;
    }

    /// <summary>A simple packet has no time: it gets that of the frame before.</summary>
    private bool TryReadSimplePacket(ReadOnlySpan<byte> body, out CapturedFrame frame)
    {
        frame = default;
        if (body.Length < sizeof(uint))
            return Fail("holds a frame without its length");
        if (!TryGetInterface(0, out var source))
            return false;

        var kept = source.SnapLength == 0 ? uint.MaxValue : source.SnapLength;
        var length = Math.Min(Math.Min(_order.UInt32(body), kept), (uint)body.Length - sizeof(uint));
        frame = new CapturedFrame(source.Link, _lastTicks, body.Slice(sizeof(uint), (int)length));
        return true;
    }

    private bool TryGetInterface(uint index, out PcapngInterface source)
    {
        source = null!;
        if (index >= _interfaces.Count)
            return Fail($"is of interface {index}; the section describes {_interfaces.Count}");

        source = _interfaces[(int)index];
        return source.WhyNot is not { } why || Fail($"cannot be read: {why}");
    }

    private bool Fail(string what)
    {
        Problem = $"block {_blocks} at byte {_at} {what}";
        return false;
    }
}
