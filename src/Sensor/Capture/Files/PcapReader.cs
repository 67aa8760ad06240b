namespace PortSentry.Sensor.Capture.Files;

/// <summary>Reads the classic pcap format (draft-ietf-opsawg-pcap), both byte orders, micro- and nanoseconds.</summary>
internal sealed class PcapReader(FileBytes file) : IFrameReader
{
    /// <summary>Bytes a frame has at the most, as libpcap's MAXIMUM_SNAPLEN.</summary>
    public const int MaxFrame = 262_144;

    private const uint Microseconds = 0xa1b2c3d4;
    private const uint Nanoseconds = 0xa1b23c4d;
    private const int FileHeaderLength = 24;
    private const int RecordHeaderLength = 16;

    // The bits above are about the frame check sequence.
    private const int LinkTypeMask = 0xffff;

    private byte[] _frame = new byte[2048];
    private ByteOrder _order;
    private LinkType _link;
    private bool _isNano;
    private bool _hasBegun;
    private long _records;

    public string? Problem { get; private set; }

    public long Position => file.Position;

    public long Length => file.Length;

    /// <summary>True when a file that begins so is one of these.</summary>
    public static bool Recognises(ReadOnlySpan<byte> magic) => TryReadMagic(magic, out _, out _);

    public bool TryRead(out CapturedFrame frame)
    {
        frame = default;
        if (Problem is not null || !(_hasBegun || TryBegin()))
            return false;

        var at = file.Position;
        Span<byte> header = stackalloc byte[RecordHeaderLength];
        var there = file.Read(header);
        if (there == 0)
            return false;

        _records++;
        return there == header.Length ? TryReadFrame(at, header, out frame) : Fail(at, $"is cut short: {header.Length} bytes expected, {there} there");
    }

    public void Dispose() => file.Dispose();

    private bool TryBegin()
    {
        Span<byte> header = stackalloc byte[FileHeaderLength];
        var there = file.Read(header);
        if (there < header.Length)
        {
            Problem = $"the file's header is cut short: {header.Length} bytes expected, {there} there";
            return false;
        }

        TryReadMagic(header, out _order, out _isNano);
        var link = (int)_order.UInt32(header[20..]) & LinkTypeMask;
        Problem = LinkTypes.WhyNot(link);
        (_link, _hasBegun) = ((LinkType)link, true);
        return Problem is null;
    }

    private bool TryReadFrame(long at, scoped ReadOnlySpan<byte> header, out CapturedFrame frame)
    {
        frame = default;
        var length = _order.UInt32(header[8..]);
        if (length > MaxFrame)
            return Fail(at, $"claims a frame of {length} bytes; at most {MaxFrame} are read");

        if (length > _frame.Length)
            _frame = new byte[MaxFrame];
        var there = file.Read(_frame.AsSpan(0, (int)length));
        if (there < length)
            return Fail(at, $"is cut short: {RecordHeaderLength + length} bytes expected, {RecordHeaderLength + there} there");

        frame = new CapturedFrame(_link, Ticks(header), _frame.AsSpan(0, there));
        return true;
    }

    private long Ticks(scoped ReadOnlySpan<byte> header)
    {
        var fraction = (long)_order.UInt32(header[4..]);
        var ticks = _isNano ? fraction / TimeSpan.NanosecondsPerTick : fraction * TimeSpan.TicksPerMicrosecond;
        return CaptureTime.FromUnix(_order.UInt32(header) * TimeSpan.TicksPerSecond + ticks);
    }

    private bool Fail(long at, string what)
    {
        Problem = $"record {_records} at byte {at} {what}";
        return false;
    }

    private static bool TryReadMagic(ReadOnlySpan<byte> bytes, out ByteOrder order, out bool isNano)
    {
        (order, isNano) = (default, false);
        if (bytes.Length < sizeof(uint))
            return false;

        order = new ByteOrder(bytes[0] == 0xa1);
        var magic = order.UInt32(bytes);
        isNano = magic == Nanoseconds;
        return isNano || magic == Microseconds;
    }
}
