namespace PortSentry.TestKit;

/// <summary>Writes a capture in the pcapng format, block by block; times are written in each interface's resolution.</summary>
public sealed class PcapngWriter(bool bigEndian = false)
{
    private readonly ByteWriter _bytes = new(bigEndian);
    private readonly List<(byte Resolution, long OffsetSeconds)> _interfaces = [];

    /// <summary>The bit that makes a resolution a power of 2.</summary>
    public const byte Binary = 0x80;

    public PcapngWriter Section()
    {
        _interfaces.Clear();
        return Block(0x0a0d0d0a, body => body.Write32(0x1a2b3c4d).Write16(1).Write16(0).Write64(-1));
    }

    /// <summary>Describes an interface; a resolution or an offset that is not given is not written.</summary>
    public PcapngWriter Interface(int link, byte? resolution = null, long? offsetSeconds = null, int snapLength = 0)
    {
        _interfaces.Add((resolution ?? 6, offsetSeconds ?? 0));
        return Block(1, body =>
        {
            body.Write16(link).Write16(0).Write32(snapLength);
            // A name that says nothing to us comes first.
            body.Write16(2).Write16(3).Bytes("eth"u8.ToArray()).Pad();
            if (resolution is { } given)
                body.Write16(9).Write16(1).Bytes(given).Pad();
            if (offsetSeconds is { } offset)
                body.Write16(14).Write16(8).Write64(offset);
            body.Write16(0).Write16(0);
        });
    }

    /// <summary>An enhanced packet block, with a comment behind the frame.</summary>
    public PcapngWriter Add(DateTimeOffset at, byte[] frame, int onInterface = 0) =>
        Block(6, body => Frame(body.Write32(onInterface), at, frame, onInterface).Pad().Write16(1).Write16(2).Bytes("ok"u8.ToArray()).Pad().Write32(0));

    /// <summary>The packet block of old files.</summary>
    public PcapngWriter AddObsolete(DateTimeOffset at, byte[] frame, int onInterface = 0) =>
        Block(2, body => Frame(body.Write16(onInterface).Write16(0), at, frame, onInterface));

    /// <summary>A simple packet block: no time, the first interface.</summary>
    public PcapngWriter AddSimple(byte[] frame) => Block(3, body => body.Write32(frame.Length).Bytes(frame));

    /// <summary>Any block.</summary>
    public PcapngWriter Block(uint type, Action<ByteWriter> write)
    {
        var body = new ByteWriter(bigEndian);
        write(body);
        var bytes = body.Pad().ToArray();
        _bytes.Write32(type).Write32(12 + bytes.Length).Bytes(bytes).Write32(12 + bytes.Length);
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();

    private ByteWriter Frame(ByteWriter body, DateTimeOffset at, byte[] frame, int onInterface)
    {
        var (resolution, offset) = _interfaces[onInterface];
        var ticks = (UInt128)(at.UtcTicks - DateTime.UnixEpoch.Ticks - offset * TimeSpan.TicksPerSecond);
        UInt128 units = 1;
        for (var i = 0; i < (resolution & ~Binary); i++)
            units *= resolution < Binary ? 10u : 2u;

        // To the next unit: the reader cuts off what is below a tick.
        var time = (ulong)((ticks * units + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
        return body.Write32((long)(time >> 32)).Write32((uint)time).Write32(frame.Length).Write32(frame.Length).Bytes(frame);
    }
}
